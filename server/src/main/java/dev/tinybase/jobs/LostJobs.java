package dev.tinybase.jobs;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over the jobs of nodes that have died while they ran. */
final class LostJobs {
  /** A job during which the server died so often in a row is given up. */
  private static final int MOST = 5;

  private static final Logger LOG = LoggerFactory.getLogger(LostJobs.class);

  private final Database database;
  private final JobTable table;
  private final JobClaims claims;
  private final InstantSource clock;

  LostJobs(Database database, JobTable table, JobClaims claims, InstantSource clock) {
    this.database = database;
    this.table = table;
    this.claims = claims;
    this.clock = clock;
  }

  /**
   * Queues them again, or gives them up.
   *
   * @param start whether this node begins: what its former life had is lost, too
   * @return how many there were
   */
  int queue(boolean start) {
    int all = 0;
    int some;
    do {
      some = database.write(sql -> queue(sql, start));
      all += some;
    } while (some == JobClaims.MOST_LOST_AT_ONCE);
    if (all > 0) {
      LOG.warn("Jobs that a crash interrupted, and that run again: {}", all);
    }
    return all;
  }

  private int queue(Sql sql, boolean start) {
    var now = clock.instant();
    var lost = claims.lost(sql, start);
    for (var job : lost) {
      int times = job.lostWorkers() + 1;
      var message = "The server died while it ran, " + times + " times in a row.";
      var next =
          times < MOST
              ? job.again(now, job.failures(), times, Job.WORKER_LOST, message)
              : job.ended(Job.Status.FAILED, Job.WORKER_LOST, message, now);
      if (claims.move(sql, next, now) && next.status().isEnd()) {
        table.ended(sql, next, now);
      }
    }
    return lost.size();
  }
}
