/** Load runs and micro-benchmarks. */
@NullMarked
package dev.tinybase.bench;

import org.jspecify.annotations.NullMarked;
