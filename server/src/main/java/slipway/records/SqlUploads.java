package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.upload.Birth;
import slipway.core.upload.LastAnswer;
import slipway.core.upload.Limits;
import slipway.core.upload.PartsTogether;
import slipway.core.upload.Upload;
import slipway.core.upload.Uploads;
import slipway.sql.Database;

/** Uploads in SQL. */
public final class SqlUploads implements Uploads {
  private static final String UPLOAD =
      """
      select id, video, account, door, ticket_hash, ticket_expires_at, max_bytes, max_duration,
        closes_at, min_duration, state, length, byte_offset, metadata, concat, in_whole, dialect, ticketed,
        claimed, request_key, request_print, sha256, ticket_of, created_at, touched_at, expires_at
      from upload
      """;

  /** What was deleted reserves nothing, although its upload's time has not passed yet (TUS-70). */
  private static final String OF_NO_DELETED_VIDEO =
      """
        and not exists
          (select 1 from video v where v.id = upload.video and v.deleted_at is not null)
      """;

  private final Database database;

  public SqlUploads(Database database) {
    this.database = database;
  }

  @Override
  public void add(Upload upload) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into upload
                  (id, video, account, door, ticket_hash, ticket_expires_at, max_bytes,
                   max_duration, closes_at, min_duration, state, length, byte_offset, metadata, concat,
                   in_whole, dialect, ticketed, claimed, request_key,
                   request_print, sha256, ticket_of, created_at, touched_at, expires_at)
                values
                  (:id, :video, :account, :door, :ticketHash, :ticketExpiresAt, :maxBytes,
                   :maxDuration, :closesAt, :minDuration, :state, :length, :offset, :metadata, :concat,
                   :inWhole, :dialect, :ticketed, :claimed, :requestKey,
                   :requestPrint, :sha256, :ticketOf, :createdAt, :touchedAt, :expiresAt)
                """)
            .bindMethods(upload)
            .bindMap(limits(upload.limits()))
            .bindMap(birth(upload.birth()))
            .execute());
  }

  @Override
  public void update(Upload upload) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update upload set ticket_hash = :ticketHash, ticket_expires_at = :ticketExpiresAt,
                  state = :state, length = :length, byte_offset = :offset,
                  metadata = :metadata, concat = :concat, in_whole = :inWhole, dialect = :dialect,
                  ticketed = :ticketed, claimed = :claimed,
                  request_key = :requestKey, request_print = :requestPrint,
                  sha256 = :sha256,
                  max_bytes = :maxBytes, max_duration = :maxDuration, closes_at = :closesAt,
                  min_duration = :minDuration,
                  touched_at = :touchedAt, expires_at = :expiresAt
                where id = :id
                """)
            .bindMethods(upload)
            .bindMap(limits(upload.limits()))
            .bindMap(birth(upload.birth()))
            .execute());
  }

  @Override
  public Optional<Upload> byId(String id) {
    return one("id", id);
  }

  @Override
  public Optional<Upload> byTicketHash(String hash) {
    return one("ticket_hash", hash);
  }

  @Override
  public Optional<Upload> ofVideo(UUID video) {
    return one("video", video.toString());
  }

  @Override
  public Optional<Upload> byRequestKey(String key) {
    return one("request_key", key);
  }

  @Override
  public int countOpen(long account) {
    return database.with(handle ->
        handle
            .createQuery(
                "select count(*) from upload where account = :account and state in ('OPEN', 'OVERRUN')\n"
                    + OF_NO_DELETED_VIDEO)
            .bind("account", account)
            .mapTo(Integer.class)
            .one());
  }

  @Override
  public int countOpenAt(String door, long account) {
    return database.with(handle ->
        handle
            .createQuery(
                "select count(*) from upload"
                    + " where account = :account and state in ('OPEN', 'OVERRUN') and door = :door\n"
                    + OF_NO_DELETED_VIDEO)
            .bind("account", account)
            .bind("door", door)
            .mapTo(Integer.class)
            .one());
  }

  @Override
  public long reserved(String except) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select coalesce(sum(length - byte_offset), 0) from upload
                where state = 'OPEN' and length is not null and concat not like 'final%'
                  and id <> :except
                """
                    + OF_NO_DELETED_VIDEO)
            .bind("except", except)
            .mapTo(Long.class)
            .one());
  }

  @Override
  public long pendingBytes(long account, String except) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select coalesce(sum(coalesce(length, byte_offset)), 0) from upload
                where account = :account and id <> :except
                  and ((state in ('OPEN', 'OVERRUN') and concat not like 'final%')
                    or (state = 'FINISHED' and concat like 'partial%' and in_whole = 0))
                """
                    + OF_NO_DELETED_VIDEO)
            .bind("account", account)
            .bind("except", except)
            .mapTo(Long.class)
            .one());
  }

  @Override
  public void join(String whole, List<String> parts) {
    database.use(handle -> {
      var batch =
          handle.prepareBatch(
              "insert into upload_part (whole, place, part) values (:whole, :place, :part)");
      for (int place = 0; place < parts.size(); place++) {
        batch.bind("whole", whole).bind("place", place).bind("part", parts.get(place)).add();
      }
      batch.execute();
    });
  }

  @Override
  public List<String> partsOf(String whole) {
    return texts("select part from upload_part where whole = :id order by place", whole);
  }

  @Override
  public List<Upload> uploadsIn(String whole) {
    return database.with(handle ->
        handle
            .createQuery(
                UPLOAD
                    + " join upload_part on upload_part.part = upload.id"
                    + " where upload_part.whole = :whole order by upload_part.place"
                    + RowLock.of(database))
            .bind("whole", whole)
            .map((row, context) -> upload(row))
            .list());
  }

  @Override
  public PartsTogether together(String whole) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select count(*) as listed, count(upload.length) as sized,
                  coalesce(sum(case when upload.state = 'FINISHED' then 1 else 0 end), 0) as finished,
                  coalesce(sum(upload.length), 0) as bytes
                from upload_part join upload on upload.id = upload_part.part
                where upload_part.whole = :whole
                """)
            .bind("whole", whole)
            .map((row, context) ->
                new PartsTogether(
                    row.getLong("sized") == row.getLong("listed"),
                    row.getLong("finished") == row.getLong("listed"),
                    row.getLong("bytes")))
            .one());
  }

  @Override
  public int mostWaitingWith(String whole) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select count(distinct other.whole) as waiting
                from upload_part other join upload on upload.id = other.whole
                where upload.state = 'OPEN'
                  and other.part in (select part from upload_part where whole = :whole)
                """
                    + OF_NO_DELETED_VIDEO
                    + " group by other.part order by waiting desc limit 1")
            .bind("whole", whole)
            .mapTo(Integer.class)
            .findOne()
            .orElse(0));
  }

  @Override
  public List<String> wholesOf(String part) {
    return texts("select distinct whole from upload_part where part = :id order by whole", part);
  }

  @Override
  public List<Upload> madeWithTicketOf(String upload) {
    return database.with(handle ->
        handle
            .createQuery(
                UPLOAD + "where ticket_of = :upload and state <> 'EXPIRED' order by touched_at, id")
            .bind("upload", upload)
            .map((row, context) -> upload(row))
            .list());
  }

  @Override
  public void forgetParts(String whole) {
    database.use(handle ->
        handle
            .createUpdate("delete from upload_part where whole = :whole")
            .bind("whole", whole)
            .execute());
  }

  @Override
  public void keepAnswer(String upload, LastAnswer answer) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into upload_answer (upload, fields, body) values (:upload, :fields, :body)
                on conflict (upload) do nothing
                """)
            .bind("upload", upload)
            .bind("fields", answer.lines())
            .bind("body", answer.body())
            .execute());
  }

  @Override
  public Optional<LastAnswer> answerOf(String upload) {
    return database.with(handle ->
        handle
            .createQuery("select fields, body from upload_answer where upload = :upload")
            .bind("upload", upload)
            .map((row, context) -> LastAnswer.of(row.getString("fields"), row.getString("body")))
            .findOne());
  }

  private List<String> texts(String query, String id) {
    return database.with(
        handle -> handle.createQuery(query).bind("id", id).mapTo(String.class).list());
  }

  @Override
  public List<Upload> overdue(Instant now, @Nullable Upload after, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                UPLOAD
                    + """
                    where expires_at < :now and (state in ('TICKETED', 'OPEN', 'OVERRUN')
                      or (state = 'FINISHED' and concat like 'partial%'))
                      and (expires_at > :at or (expires_at = :at and id > :id))
                    order by expires_at, id limit :limit
                    """)
            .bind("now", now)
            .bind("at", after == null ? Instant.EPOCH : after.expiresAt())
            .bind("id", after == null ? "" : after.id())
            .bind("limit", limit)
            .map((row, context) -> upload(row))
            .list());
  }

  @Override
  public List<Upload> complete(Instant before, @Nullable Upload after, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                UPLOAD
                    + """
                    where state = 'OPEN' and byte_offset = length and concat not like 'final%'
                      and touched_at < :before
                      and (touched_at < :at or (touched_at = :at and id < :id))
                    """
                    + OF_NO_DELETED_VIDEO
                    + " order by touched_at desc, id desc limit :limit")
            .bind("before", before)
            .bind("at", after == null ? before : after.touchedAt())
            .bind("id", after == null ? "" : after.id())
            .bind("limit", limit)
            .map((row, context) -> upload(row))
            .list());
  }

  /** The newest upload with that value; {@code column} is one of ours, never a caller's. */
  private Optional<Upload> one(String column, String value) {
    return database.with(handle ->
        handle
            .createQuery(
                UPLOAD
                    + "where "
                    + column
                    + " = :value order by created_at desc limit 1"
                    + RowLock.of(database))
            .bind("value", value)
            .map((row, context) -> upload(row))
            .findOne());
  }

  private static Map<String, @Nullable Object> limits(Limits limits) {
    Duration duration = limits.maxDuration();
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("maxBytes", limits.maxBytes());
    columns.put("maxDuration", duration == null ? null : duration.toMillis());
    columns.put("closesAt", limits.closesAt());
    Duration least = limits.minDuration();
    columns.put("minDuration", least == null ? null : least.toMillis());
    return columns;
  }

  private static Limits limits(ResultSet row) throws SQLException {
    Long duration = number(row, "max_duration");
    Long closesAt = number(row, "closes_at");
    Long least = number(row, "min_duration");
    return new Limits(
        number(row, "max_bytes"),
        duration == null ? null : Duration.ofMillis(duration),
        closesAt == null ? null : Instant.ofEpochMilli(closesAt),
        least == null ? null : Duration.ofMillis(least));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static Map<String, @Nullable Object> birth(Birth birth) {
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("dialect", birth.dialect().name());
    columns.put("ticketed", birth.ticketed() ? 1 : 0);
    columns.put("claimed", birth.claimed() ? 1 : 0);
    columns.put("requestKey", birth.requestKey());
    columns.put("requestPrint", birth.requestPrint());
    columns.put("sha256", birth.sha256());
    columns.put("ticketOf", birth.ticketOf());
    return columns;
  }

  private static Upload upload(ResultSet row) throws SQLException {
    return new Upload(
        row.getString("id"),
        UUID.fromString(row.getString("video")),
        row.getLong("account"),
        row.getString("door"),
        row.getString("ticket_hash"),
        Instant.ofEpochMilli(row.getLong("ticket_expires_at")),
        limits(row),
        Upload.State.valueOf(row.getString("state")),
        number(row, "length"),
        row.getLong("byte_offset"),
        row.getString("metadata"),
        row.getString("concat"),
        row.getInt("in_whole") == 1,
        new Birth(
            Birth.Dialect.valueOf(row.getString("dialect")),
            row.getInt("ticketed") == 1,
            row.getInt("claimed") == 1,
            row.getString("request_key"),
            row.getString("request_print"),
            row.getString("sha256"),
            row.getString("ticket_of")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("touched_at")),
        Instant.ofEpochMilli(row.getLong("expires_at")));
  }
}
