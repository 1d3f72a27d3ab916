package dev.tinybase.db;

/** A parameter that holds JSON, so that PostgreSQL takes it as jsonb. */
public record JsonText(String text) {}
