package slipway.api.gcore;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    return GcoreAnswers.json(200, shape(made, keep.all(account(caller))));
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
    return GcoreAnswers.json(200, shape(after, keep.all(account(caller))));
  }

  /** GC-157b. */
  Response get(Request request, Caller caller) {
    Directory directory = one(request, caller);
    List<Directory> all = keep.all(account(caller));
    List<Object> items = new ArrayList<>();
    for (Directory other : all) {
      if (isIn(other, directory)) {
        items.add(new DirectoryItem("Directory", shape(other, all)));
      }
    }
    keep.videosIn(directory)
        .forEach(video -> items.add(new VideoItem("Video", videos.details(video))));
    return GcoreAnswers.json(200, new Details(new Full(shape(directory, all), items)));
  }

  /** GC-157c. */
  Response tree(Request request, Caller caller) {
    List<Directory> all = keep.all(account(caller));
    return GcoreAnswers.json(
        200,
        new Tree(
            all.stream()
                .filter(directory -> directory.parent() == null)
                .map(directory -> branch(directory, all))
                .toList()));
  }

  /** GC-157c. */
  Response delete(Request request, Caller caller) {
    keep.delete(account(caller), one(request, caller).number());
    return GcoreAnswers.empty();
  }

  private Branch branch(Directory directory, List<Directory> all) {
    return new Branch(
        shape(directory, all),
        all.stream()
            .filter(other -> isIn(other, directory))
            .map(other -> branch(other, all))
            .toList());
  }

  private Shape shape(Directory directory, List<Directory> all) {
    long inside = all.stream().filter(other -> isIn(other, directory)).count();
    return new Shape(
        directory.number(),
        directory.name(),
        directory.parent(),
        inside + keep.countVideosIn(directory),
        GcoreVideos.time(directory.createdAt()),
        GcoreVideos.time(directory.updatedAt()));
  }

  private static boolean isIn(Directory directory, Directory parent) {
    Long number = directory.parent();
    return number != null && number == parent.number();
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
