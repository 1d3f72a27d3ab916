package dev.tinybase.filters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL text of a condition, in parentheses where it needs them, and the parameters of its marks. */
public record SqlCondition(String sql, List<@Nullable Object> parameters) {}
