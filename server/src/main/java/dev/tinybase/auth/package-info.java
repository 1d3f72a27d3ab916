/** Passwords, tokens, sessions, principals and users. Only this package knows JWT and bcrypt. */
@NullMarked
package dev.tinybase.auth;

import org.jspecify.annotations.NullMarked;
