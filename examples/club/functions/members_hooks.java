import dev.tinybase.sdk.*;
import dev.tinybase.sdk.hooks.*;

/** An account is one member of the club at most. */
@BeforeRecordCreate(collection = "members")
void once(Context ctx, RecordDraft draft) {
  draft
      .user()
      .filter(user -> !user.isAdmin())
      .ifPresent(user -> {
        if (ctx.records("members").count(Filter.eq("owner_id", user.id())) > 0) {
          throw new Refusal(409, "already_member", "You are a member of the club already.");
        }
      });
}

/** A team that a member says to play in exists. */
@BeforeRecordCreate(collection = "members")
@BeforeRecordUpdate(collection = "members")
void team(Context ctx, RecordDraft draft) {
  if (draft.get("team_id") instanceof String team && ctx.records("teams").find(team).isEmpty()) {
    throw new Refusal(422, "unknown_team", "There is no team " + team + ".");
  }
}
