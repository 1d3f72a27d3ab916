package dev.tinybase.records;

/** Where the columns of a record stand in every select of ours. */
final class Columns {
  static final int ID = 1;
  static final int OWNER_ID = 2;
  static final int CREATED_AT = 3;
  static final int UPDATED_AT = 4;
  static final int VERSION = 5;
  static final int FIRST_FIELD = 6;

  private Columns() {}
}
