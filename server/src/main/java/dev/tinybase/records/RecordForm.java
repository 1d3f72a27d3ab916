package dev.tinybase.records;

import dev.tinybase.db.Row;
import dev.tinybase.json.Json;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller wants to get a record as, whichever form it has by then.
 *
 * @param <T> what becomes of it
 */
public interface RecordForm<T> {
  /** Its JSON as UTF-8, with its entity tag. */
  RecordForm<RecordJson.Document> DOCUMENT =
      new RecordForm<>() {
        @Override
        public RecordJson.Document of(RecordJson json, Row row) {
          return json.document(row);
        }

        @Override
        public RecordJson.Document of(RecordJson json, StoredRecord record) {
          return json.document(record);
        }

        @Override
        public RecordJson.Document of(RecordJson json, WholeRecord record) {
          return json.document(record);
        }
      };

  /** Its JSON as a tree; of one that the caller may not read its id and no data. */
  RecordForm<ObjectNode> TREE =
      new RecordForm<>() {
        @Override
        public ObjectNode of(RecordJson json, Row row) {
          return json.tree(row);
        }

        @Override
        public ObjectNode of(RecordJson json, StoredRecord record) {
          return json.tree(record);
        }

        @Override
        public ObjectNode of(RecordJson json, WholeRecord record) {
          return record.tree(json);
        }

        @Override
        public ObjectNode unseen(UUID id) {
          var json = Json.object().put("id", id.toString());
          json.putObject("data");
          return json;
        }
      };

  /** Of the current row of a select of {@link RecordJson#columns}. */
  T of(RecordJson json, Row row);

  /** Of a record in memory. */
  T of(RecordJson json, StoredRecord record);

  /** Of a record that hooks have left. */
  T of(RecordJson json, WholeRecord record);

  /** Of a record that the caller has changed and may not read; null for nothing. */
  default @Nullable T unseen(UUID id) {
    return null;
  }
}
