package slipway.http;

import java.util.Comparator;
import java.util.List;

/**
 * All areas together: of those whose prefix fits the path, the longest answers, of those that are
 * as long the first. Where none fits, the answer is 404.
 */
public final class Site implements Handler {

  private final List<Area> areas;

  /** The areas; of two with prefixes of one length the first is asked first. */
  public Site(List<Area> areas) {
    this.areas = areas.stream().sorted(Comparator.comparingInt(Area::depth).reversed()).toList();
  }

  /** The areas, in any order. */
  public static Site of(Area... areas) {
    return new Site(List.of(areas));
  }

  /**
   * All routes, each as the method, a space and the template; what is written about the site can be
   * held against it.
   */
  public List<String> offered() {
    return areas.stream().flatMap(area -> area.offered().stream()).toList();
  }

  @Override
  public Response handle(Request request) {
    for (Area area : areas) {
      if (area.contains(request.path())) {
        return area.handle(request);
      }
    }
    return Response.text(404, "not found\n");
  }
}
