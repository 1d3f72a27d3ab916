package dev.tinybase.jobs;

import java.time.Duration;

/**
 * How much there is to do, on all nodes.
 *
 * @param due jobs whose time has come and that do not run yet
 * @param lateness for how long the oldest of them has been due; zero where there is none
 * @param waiting jobs that are queued, due or not
 * @param oldestWaiting how long ago the oldest of those was made; zero where there is none
 * @param running jobs that run
 * @param stuck those of them whose server has not been heard of for longer than their lease
 * @param failed jobs that have no attempt left: the dead letters
 */
public record JobFigures(
    long due,
    Duration lateness,
    long waiting,
    Duration oldestWaiting,
    long running,
    long stuck,
    long failed) {}
