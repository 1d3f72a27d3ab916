/**
 * Backup and restore: an instance as one file. {@link dev.tinybase.backup.BackupWriter} makes it
 * while the server runs, {@link dev.tinybase.backup.BackupFile} reads it with suspicion, {@link
 * dev.tinybase.backup.Restore} makes an instance of it again, and {@link
 * dev.tinybase.backup.BackupService} keeps some in a folder.
 */
@NullMarked
package dev.tinybase.backup;

import org.jspecify.annotations.NullMarked;
