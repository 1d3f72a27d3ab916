package dev.tinybase.records;

/** Where the columns of a record stand in every select of ours. */
public final class Columns {
  public static final int ID = 1;
  public static final int OWNER_ID = 2;
  public static final int CREATED_AT = 3;
  public static final int UPDATED_AT = 4;
  public static final int VERSION = 5;
  public static final int FIRST_FIELD = 6;

  private Columns() {}
}
