package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import slipway.core.video.Content;
import slipway.core.video.Export;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.Videos;
import slipway.json.Json;
import slipway.sql.Database;

/** Videos in SQL. */
public final class SqlVideos implements Videos {
  private static final String VIDEO =
      """
      select id, serial, playback_id, account, name, phase, source_kind, source_url, created_at,
        updated_at, deleted_at, body
      from video
      """;

  private final Database database;

  public SqlVideos(Database database) {
    this.database = database;
  }

  @Override
  public long nextSerial() {
    return Counter.next(database, "video");
  }

  @Override
  public void add(Video video) {
    database.use(handle ->
        bind(
                handle.createUpdate(
                    """
                    insert into video
                      (id, serial, playback_id, account, name, phase, creator, source_kind,
                       source_url, created_at, updated_at, deleted_at, size, clip_of,
                       failure, delete_at, plays, held, inspected, directory, cid, watermark, body)
                    values
                      (:id, :serial, :playbackId, :account, :name, :phase, :creator,
                       :sourceKind, :sourceUrl, :createdAt, :updatedAt, :deletedAt, :size, :clipOf,
                       :failure, :deleteAt, :plays, :held, :inspected, :directory,
                       :cid, :watermark, :body)
                    """),
                video)
            .execute());
  }

  @Override
  public void update(Video video) {
    database.use(handle ->
        bind(
                handle.createUpdate(
                    """
                    update video set name = :name, phase = :phase, creator = :creator,
                      source_kind = :sourceKind, source_url = :sourceUrl,
                      updated_at = :updatedAt, deleted_at = :deletedAt, size = :size,
                      clip_of = :clipOf, failure = :failure, delete_at = :deleteAt,
                      plays = :plays, held = :held, inspected = :inspected,
                      directory = :directory, cid = :cid, watermark = :watermark,
                      body = :body
                    where id = :id
                    """),
                video)
            .execute());
  }

  @Override
  public Optional<Video> byId(UUID id) {
    return one("id", id.toString());
  }

  @Override
  public Optional<Video> byPlaybackId(String playbackId) {
    return one("playback_id", playbackId);
  }

  @Override
  public List<Video> find(VideoQuery query) {
    Conditions conditions = VideoSql.conditions(query);
    return database.with(handle ->
        conditions
            .bind(
                handle.createQuery(
                    VIDEO
                        + conditions.where()
                        + VideoSql.order(query.order())
                        + " limit :limit offset :skip"))
            .bind("limit", query.limit())
            .bind("skip", query.skip())
            .map((row, context) -> video(row))
            .list());
  }

  @Override
  public long count(VideoQuery query) {
    Conditions conditions = VideoSql.conditions(query);
    return database.with(handle ->
        conditions
            .bind(handle.createQuery("select count(*) from video " + conditions.where()))
            .mapTo(Long.class)
            .one());
  }

  @Override
  public long storedBytes(long account) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select coalesce(sum(size), 0) from video
                where account = :account and deleted_at is null
                """)
            .bind("account", account)
            .mapTo(Long.class)
            .one());
  }

  @Override
  public Duration length(VideoQuery query) {
    Conditions conditions = VideoSql.conditions(query);
    return Duration.ofMillis(
        database.with(handle ->
            conditions
                .bind(
                    handle.createQuery(
                        "select coalesce(sum(plays), 0) from video " + conditions.where()))
                .mapTo(Long.class)
                .one()));
  }

  @Override
  public Duration held(long account) {
    String lock = RowLock.ofReferredTo(database);
    if (!lock.isEmpty()) {
      // Whoever asks inside a transaction means to use what is left: one after the other.
      database.use(handle ->
          handle
              .createQuery("select number from account where number = :account" + lock)
              .bind("account", account)
              .mapTo(Long.class)
              .findOne());
    }
    return Duration.ofMillis(
        database.with(handle ->
            handle
                .createQuery(
                    """
                    select coalesce(sum(held), 0) from video
                    where account = :account and deleted_at is null
                    """)
                .bind("account", account)
                .mapTo(Long.class)
                .one()));
  }

  /** The video with that value; {@code column} is one of ours, never a caller's. */
  private Optional<Video> one(String column, String value) {
    return database.with(handle ->
        handle
            .createQuery(VIDEO + "where " + column + " = :value" + RowLock.of(database))
            .bind("value", value)
            .map((row, context) -> video(row))
            .findOne());
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Video video) {
    return statement
        .bind("id", video.id())
        .bind("serial", video.serial())
        .bind("playbackId", video.playbackId())
        .bind("account", video.account())
        .bind("name", video.name())
        .bind("phase", video.phase().word())
        .bind("creator", video.wishes().creator())
        .bind("sourceKind", video.source().word())
        .bind("sourceUrl", video.source().fetched().map(Source.Url::url).orElse(null))
        .bind("createdAt", video.createdAt())
        .bind("updatedAt", video.updatedAt())
        .bind("deletedAt", video.deletedAt())
        .bind("size", size(video))
        .bind("clipOf", video.source() instanceof Source.Clip clip ? clip.video() : null)
        .bind("failure", video.phase() instanceof Phase.Failed(var why) ? why.kind().name() : null)
        .bind("deleteAt", video.wishes().details().deleteAt())
        .bind("plays", video.plays().map(Duration::toMillis).orElse(null))
        .bind("held", video.held().toMillis())
        .bind("inspected", video.facts() == null ? 0 : 1)
        .bind("directory", video.wishes().effectiveParticulars().directory())
        .bind("cid", cid(video))
        .bind("watermark", video.wishes().details().watermark())
        .bind("body", Json.writeText(VideoText.of(video)));
  }

  private static Video video(ResultSet row) throws SQLException {
    VideoText text = Json.read(row.getString("body"), VideoText.class);
    return new Video(
        UUID.fromString(row.getString("id")),
        row.getLong("serial"),
        row.getString("playback_id"),
        row.getLong("account"),
        row.getString("name"),
        text.madeBy(),
        text.madeWith(),
        text.source(row.getString("source_kind"), row.getString("source_url")),
        text.wishes(),
        text.phase(row.getString("phase")),
        text.content(),
        text.facts(),
        text.journey(),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")),
        time(row, "deleted_at"));
  }

  private static @Nullable String cid(Video video) {
    Export export = video.wishes().export();
    return export == null || export.place() == null ? null : export.place().cid();
  }

  private static @Nullable Long size(Video video) {
    Content content = video.content();
    return content == null ? null : content.size();
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
