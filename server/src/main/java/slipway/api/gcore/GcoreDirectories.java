package slipway.api.gcore;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Caller;
import slipway.core.directory.Directory;
import slipway.core.directory.KeepDirectories;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.http.Response;

/** {@code /streaming/directories[/{id}]} and {@code …/tree} (GC-157). */
final class GcoreDirectories {
  private static final int LARGEST = 64 << 10;
  private static final int LONGEST_NAME = 1000;

  /** In which those lie that have no parent. */
  private static final long TOP = 0;

  private final KeepDirectories keep;
  private final GcoreVideos videos;

  GcoreDirectories(KeepDirectories keep, GcoreVideos videos) {
    this.keep = keep;
    this.videos = videos;
  }

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Shape(
      long id,
      String name,
      @JsonProperty("parent_id") @Nullable Long parentId,
      @JsonProperty("items_count") long itemsCount,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("updated_at") String updatedAt) {}

  record Branch(@JsonUnwrapped Shape directory, List<Branch> descendants) {}

  record Tree(List<Branch> tree) {}

  record DirectoryItem(
      @JsonProperty("item_type") String itemType, @JsonUnwrapped Shape directory) {}

  record VideoItem(
      @JsonProperty("item_type") String itemType, @JsonUnwrapped GcoreShapes.VideoShape video) {}

  record Full(@JsonUnwrapped Shape directory, List<Object> items) {}

  record Details(Full directory) {}

  Response make(Request request, Caller caller) throws IOException {
    var fields = fields(request);
    Directory made =
        keep.make(
            account(caller),
            name(fields, null),
            fields.number("parent_id", 1, Long.MAX_VALUE).orElse(null));
    return GcoreAnswers.json(200, shape(made, /* items= */ 0));
  }

  Response change(Request request, Caller caller) throws IOException {
    Directory before = one(request, caller);
    var fields = fields(request);
    Directory after =
        keep.change(
            account(caller),
            before.number(),
            name(fields, before.name()),
            fields.number("parent_id", 1, Long.MAX_VALUE).orElse(before.parent()));
    return GcoreAnswers.json(200, shape(after, keep.countIn(after)));
  }

  /** GC-157b. */
  Response get(Request request, Caller caller) {
    Directory directory = one(request, caller);
    Forest forest = new Forest(account(caller));
    List<Object> items = new ArrayList<>();
    for (Directory other : forest.in(directory.number())) {
      items.add(new DirectoryItem("Directory", forest.shape(other)));
    }
    keep.videosIn(directory)
        .forEach(video -> items.add(new VideoItem("Video", videos.item(video))));
    return GcoreAnswers.json(200, new Details(new Full(forest.shape(directory), items)));
  }

  /** GC-157c. */
  Response tree(Request request, Caller caller) {
    Forest forest = new Forest(account(caller));
    return GcoreAnswers.json(200, new Tree(forest.in(TOP).stream().map(forest::branch).toList()));
  }

  /** GC-157c. */
  Response delete(Request request, Caller caller) {
    keep.delete(account(caller), one(request, caller).number());
    return GcoreAnswers.empty();
  }

  /** All directories of an account, read once. */
  private final class Forest {
    private final Map<Long, List<Directory>> byParent;
    private final Map<Long, Long> videosIn;

    Forest(long account) {
      byParent =
          keep.all(account).stream()
              .collect(Collectors.groupingBy(one -> one.parent() == null ? TOP : one.parent()));
      videosIn = keep.videoCounts(account);
    }

    List<Directory> in(long number) {
      return byParent.getOrDefault(number, List.of());
    }

    GcoreDirectories.Shape shape(Directory directory) {
      long number = directory.number();
      return GcoreDirectories.shape(
          directory, in(number).size() + videosIn.getOrDefault(number, 0L));
    }

    Branch branch(Directory directory) {
      return new Branch(
          shape(directory), in(directory.number()).stream().map(this::branch).toList());
    }
  }

  private static Shape shape(Directory directory, long items) {
    return new Shape(
        directory.number(),
        directory.name(),
        directory.parent(),
        items,
        GcoreVideos.time(directory.createdAt()),
        GcoreVideos.time(directory.updatedAt()));
  }

  private Directory one(Request request, Caller caller) {
    return GcoreNumbers.id(request.parameter("id"))
        .map(id -> keep.get(account(caller), id))
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("directory not found")));
  }

  private static long account(Caller caller) {
    return caller.account().number();
  }

  private static GcoreFields fields(Request request) throws IOException {
    return new GcoreFields(GcoreBodies.object(request, LARGEST));
  }

  private static String name(GcoreFields fields, @Nullable String before) {
    String name = fields.text("name", LONGEST_NAME).orElse(before);
    if (name == null || name.isBlank()) {
      throw GcoreProblems.blank("name");
    }
    return name;
  }
}
