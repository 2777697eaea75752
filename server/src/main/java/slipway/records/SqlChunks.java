package slipway.records;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import slipway.core.rendition.Chunks;
import slipway.sql.Database;

/** Chunks in SQL. */
public final class SqlChunks implements Chunks {
  private final Database database;

  public SqlChunks(Database database) {
    this.database = database;
  }

  @Override
  public void begin(UUID video, int wave, List<Integer> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    database.use(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              insert into chunk (video, wave, number, progress, done, failures)
              values (:video, :wave, :number, 0, 0, 0)
              on conflict (video, wave, number) do update set failures = 0
              """);
      for (int number : numbers) {
        batch.bind("video", video).bind("wave", wave).bind("number", number).add();
      }
      batch.execute();
    });
  }

  @Override
  public void update(Chunk chunk) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update chunk set progress = :progress, done = :done, rung = null, recipe = null
                where video = :video and wave = :wave and number = :number
                """)
            .bindMethods(chunk)
            .execute());
  }

  @Override
  public void progress(Chunk chunk) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update chunk set progress = :progress
                where video = :video and wave = :wave and number = :number and done = 0
                """)
            .bindMethods(chunk)
            .execute());
  }

  @Override
  public void done(Chunk chunk, Piece piece) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update chunk set progress = 1, done = 1, rung = :rung, recipe = :recipe
                where video = :video and wave = :wave and number = :number
                """)
            .bindMethods(chunk)
            .bind("rung", piece.rung())
            .bind("recipe", piece.recipe())
            .execute());
  }

  @Override
  public List<Piece> beginning(UUID video) {
    return beginning(video, /* wave= */ 0);
  }

  @Override
  public List<Piece> beginningOfSound(UUID video) {
    return beginning(video, PIECES_OF_SOUND);
  }

  private List<Piece> beginning(UUID video, int wave) {
    List<Piece> all =
        database.with(handle ->
            handle
                .createQuery(
                    """
                    select number, rung, recipe from chunk
                    where video = :video and wave = :wave and number >= 0 and recipe is not null
                    order by number
                    """)
                .bind("video", video)
                .bind("wave", wave)
                .map((row, context) ->
                    new Piece(row.getString("rung"), row.getString("recipe"), row.getInt("number")))
                .list());
    List<Piece> fitting = new ArrayList<>();
    for (Piece piece : all) {
      boolean fits = all.getFirst().recipe().equals(piece.recipe());
      if (piece.number() != fitting.size() || !fits) {
        break;
      }
      fitting.add(piece);
    }
    return fitting;
  }

  @Override
  public int failed(Chunk chunk) {
    return database.inTransaction(() ->
        database.with(handle -> {
          String one = " where video = :video and wave = :wave and number = :number";
          handle
              .createUpdate("update chunk set failures = failures + 1" + one)
              .bindMethods(chunk)
              .execute();
          return handle
              .createQuery("select failures from chunk" + one)
              .bindMethods(chunk)
              .mapTo(Integer.class)
              .findOne()
              .orElse(0);
        }));
  }

  @Override
  public List<Chunk> of(UUID video, int wave) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select number, progress, done from chunk
                where video = :video and wave = :wave order by number
                """)
            .bind("video", video)
            .bind("wave", wave)
            .map((row, context) ->
                new Chunk(
                    video,
                    wave,
                    row.getInt("number"),
                    row.getDouble("progress"),
                    row.getInt("done") != 0))
            .list());
  }

  @Override
  public void remove(UUID video, int wave) {
    database.use(handle ->
        handle
            .createUpdate("delete from chunk where video = :video and wave = :wave")
            .bind("video", video)
            .bind("wave", wave)
            .execute());
  }

  @Override
  public void removeAll(UUID video) {
    database.use(handle ->
        handle
            .createUpdate("delete from chunk where video = :video")
            .bind("video", video)
            .execute());
  }
}
