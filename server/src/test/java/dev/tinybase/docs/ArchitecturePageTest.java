package dev.tinybase.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArchitecturePageTest {
  @Test
  void what_does_not_exist_is_named() {
    var page =
        """
        `Settings` and `Settinks`, `Route.get("/")` and `Route.got("/")`, `api/` and `apis/`.

        ```mermaid
        graph TB
            A[Records<br/>records]
            B[Files<br/>files]
            C[RecordService, RecordServant]
        ```

        ```text
        functions/
        ├── calls/
        │   ├── Call.java   # CallService
        │   └── Gone.java
        └── nowhere/
        ```
        """;
    assertThat(ArchitecturePage.missing(page))
        .containsExactlyInAnyOrder(
            "Settinks",
            "Route.got",
            "apis/",
            "files/",
            "RecordServant",
            "functions/calls/Gone.java",
            "functions/nowhere/");
  }
}
