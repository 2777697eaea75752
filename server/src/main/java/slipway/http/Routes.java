package slipway.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table of methods and path templates. In a template {@code {name}} stands for one segment, a
 * last {@code {name...}} for all that remain (perhaps none, joined by slashes). A literal segment
 * wins over a parameter, a parameter over the rest. A {@code GET} route answers {@code HEAD} too,
 * unless there is one for it.
 *
 * <p>Filled at start and then only read.
 */
public final class Routes {

  private final Node root = new Node();
  private final List<Offered> offered = new ArrayList<>();

  /** A handler for GET and, unless another is given, HEAD. */
  public Routes get(String template, Handler handler) {
    return route("GET", template, handler);
  }

  public Routes head(String template, Handler handler) {
    return route("HEAD", template, handler);
  }

  public Routes post(String template, Handler handler) {
    return route("POST", template, handler);
  }

  public Routes put(String template, Handler handler) {
    return route("PUT", template, handler);
  }

  public Routes patch(String template, Handler handler) {
    return route("PATCH", template, handler);
  }

  public Routes delete(String template, Handler handler) {
    return route("DELETE", template, handler);
  }

  public Routes options(String template, Handler handler) {
    return route("OPTIONS", template, handler);
  }

  /**
   * A handler for one method and template, relative to the area's prefix.
   *
   * @throws IllegalArgumentException when the pair is taken or the template is none
   */
  public Routes route(String method, String template, Handler handler) {
    Node node = root;
    var names = new ArrayList<String>();
    for (String segment : segments(template)) {
      if (node.isRest) {
        throw new IllegalArgumentException("nothing may follow the rest: " + template);
      }
      node = node.child(segment, names);
    }
    var route = new Route(template, List.copyOf(names), handler);
    if (node.methods.putIfAbsent(method, route) != null) {
      throw new IllegalArgumentException("two routes for " + method + " " + template);
    }
    offered.add(new Offered(method, template));
    return this;
  }

  /** A row of the table as it was asked for. */
  record Offered(String method, String template) {}

  /** All rows, in the order in which they came. */
  List<Offered> offered() {
    return List.copyOf(offered);
  }

  /** A route that fits, with the values of its parameters. */
  record Found(Route route, Map<String, String> parameters) {
    Found {
      parameters = Map.copyOf(parameters);
    }
  }

  /** One row of the table. */
  record Route(String template, List<String> names, Handler handler) {}

  /** The route for this method and path, if any. */
  Optional<Found> find(String method, List<String> path, boolean ignoreCase) {
    Found found = find(root, method, path, 0, ignoreCase, new ArrayList<>());
    if (found == null && method.equals("HEAD")) {
      found = find(root, "GET", path, 0, ignoreCase, new ArrayList<>());
    }
    return Optional.ofNullable(found);
  }

  /** The methods offered on this path, GET with HEAD; empty when the path is unknown. */
  SequencedSet<String> methods(List<String> path, boolean ignoreCase) {
    var methods = new LinkedHashSet<String>();
    collect(root, path, 0, ignoreCase, methods);
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  private static @Nullable Found find(
      Node node,
      String method,
      List<String> path,
      int at,
      boolean ignoreCase,
      List<String> values) {
    if (node.isRest) {
      return node.found(method, values, String.join("/", path.subList(at, path.size())));
    }
    if (at == path.size()) {
      Found here = node.found(method, values, null);
      return here != null || node.rest == null
          ? here
          : find(node.rest, method, path, at, ignoreCase, values);
    }
    Node literal = node.literal(path.get(at), ignoreCase);
    if (literal != null) {
      Found found = find(literal, method, path, at + 1, ignoreCase, values);
      if (found != null) {
        return found;
      }
    }
    if (node.parameter != null) {
      values.add(path.get(at));
      Found found = find(node.parameter, method, path, at + 1, ignoreCase, values);
      values.removeLast();
      if (found != null) {
        return found;
      }
    }
    return node.rest == null ? null : find(node.rest, method, path, at, ignoreCase, values);
  }

  private static void collect(
      Node node, List<String> path, int at, boolean ignoreCase, SequencedSet<String> methods) {
    if (at == path.size() || node.isRest) {
      methods.addAll(node.methods.keySet());
    }
    if (node.isRest) {
      return;
    }
    if (at < path.size()) {
      Node literal = node.literal(path.get(at), ignoreCase);
      if (literal != null) {
        collect(literal, path, at + 1, ignoreCase, methods);
      }
      if (node.parameter != null) {
        collect(node.parameter, path, at + 1, ignoreCase, methods);
      }
    }
    if (node.rest != null) {
      collect(node.rest, path, at, ignoreCase, methods);
    }
  }

  private static List<String> segments(String template) {
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException("a template starts with a slash: " + template);
    }
    var segments = new ArrayList<String>();
    for (String segment : template.substring(1).split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    return segments;
  }

  /** One segment deep in the table. */
  private static final class Node {
    final Map<String, Node> literals = new LinkedHashMap<>();
    final Map<String, Node> foldedLiterals = new HashMap<>();
    final Map<String, Route> methods = new TreeMap<>();
    @Nullable Node parameter;
    @Nullable Node rest;
    boolean isRest;

    Node child(String segment, List<String> names) {
      boolean isName = segment.startsWith("{") && segment.endsWith("}");
      if (!isName) {
        Node child = literals.computeIfAbsent(segment, _ -> new Node());
        foldedLiterals.putIfAbsent(fold(segment), child);
        return child;
      }
      String name = segment.substring(1, segment.length() - 1);
      if (name.endsWith("...")) {
        names.add(name.substring(0, name.length() - 3));
        if (rest == null) {
          rest = new Node();
          rest.isRest = true;
        }
        return rest;
      }
      names.add(name);
      if (parameter == null) {
        parameter = new Node();
      }
      return parameter;
    }

    @Nullable Node literal(String segment, boolean ignoreCase) {
      return ignoreCase ? foldedLiterals.get(fold(segment)) : literals.get(segment);
    }

    @Nullable Found found(String method, List<String> values, @Nullable String remaining) {
      Route route = methods.get(method);
      if (route == null) {
        return null;
      }
      var parameters = new HashMap<String, String>();
      for (int i = 0; i < values.size(); i++) {
        parameters.put(route.names.get(i), values.get(i));
      }
      if (remaining != null) {
        parameters.put(route.names.getLast(), remaining);
      }
      return new Found(route, parameters);
    }

    private static String fold(String segment) {
      return segment.toLowerCase(Locale.ROOT);
    }
  }
}
