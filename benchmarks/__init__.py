"""Timings of the whole rule book; nothing here is a test."""
