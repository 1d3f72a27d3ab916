package dev.tinybase.functions.versions;

import dev.tinybase.auth.Principal;
import dev.tinybase.functions.versions.DeploymentOutcome.Deployed;

/** Tells the log who changed what is deployed. */
final class DeploymentLog {
  private static final System.Logger LOG = System.getLogger("dev.tinybase.functions");

  private DeploymentLog() {}

  static void deployed(Principal who, Deployed version) {
    tell(who, (version.isNew() ? "deployed " : "deployed again ") + named(version));
  }

  static void activated(Principal who, Deployed version) {
    tell(who, "activated " + named(version));
  }

  static void deleted(Principal who, String name) {
    tell(who, "ended the deployment of " + name);
  }

  private static void tell(Principal who, String what) {
    LOG.log(System.Logger.Level.INFO, name(who) + " " + what);
  }

  private static String named(Deployed version) {
    return version.name() + " (version " + version.versionId() + ")";
  }

  private static String name(Principal who) {
    return switch (who) {
      case Principal.User user -> user.email();
      case Principal.Operator _ -> "The command line";
      case Principal.Anonymous _ -> "Somebody";
    };
  }
}
