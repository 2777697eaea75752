package slipway.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads and writes JSON. Strict: nothing may follow the value, no name may occur twice in an
 * object, names unknown to the record are refused, components that are not {@code @Nullable} must
 * be there, no value is bent into another type. Instants are ISO 8601 texts in UTC, durations too
 * ({@code PT1.5S}), enums their names; what is {@code null} or an empty optional is left out. Texts
 * and numbers look as {@code JSON.stringify} writes them.
 *
 * <p>Of a sealed interface the record's simple name stands in the member {@code is}, so a value
 * comes back as what it was; renaming such a record breaks what is stored.
 *
 * <p>Safe for any thread. Memory is bounded by the limits below; limit the bytes before.
 */
public final class Json {
  /** Most bytes of one text. */
  public static final int LONGEST_TEXT = 16 << 20;

  /** Most arrays and objects inside each other. */
  public static final int DEEPEST = 100;

  /** Most values and names of one text: each takes far more memory than its bytes. */
  public static final int MOST_TOKENS = 500_000;

  private static final JsonMapper MAPPER = mapper();

  private Json() {}

  /** UTF-8 without any white space. */
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** As {@link #write}, as text. */
  public static String writeText(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /**
   * Reads a value of a record, an enum, a string …
   *
   * @throws JsonException when it is no JSON or does not fit the type
   */
  public static <T> T read(byte[] text, Class<T> type) {
    checkLength(text, LONGEST_TEXT);
    return parse(text, type);
  }

  private static <T> T parse(byte[] text, Class<T> type) {
    try {
      T value = MAPPER.readValue(text, type);
      if (value == null) {
        throw new JsonException(new JsonProblem("a value is needed, not null", 0, 0));
      }
      return value;
    } catch (JacksonException failure) {
      throw new JsonException(problemOf(failure));
    }
  }

  /** As {@link #read(byte[], Class)}, from text. */
  public static <T> T read(String text, Class<T> type) {
    return read(text.getBytes(StandardCharsets.UTF_8), type);
  }

  /**
   * Reads any JSON.
   *
   * @throws JsonException when it is none
   */
  public static JsonValue tree(byte[] text) {
    return read(text, JsonValue.class);
  }

  /** As {@link #tree(byte[])}, of a text that may have so many bytes, also more than usual. */
  public static JsonValue tree(byte[] text, int longest) {
    checkLength(text, longest);
    return parse(text, JsonValue.class);
  }

  /** As {@link #tree(byte[])}, from text. */
  public static JsonValue tree(String text) {
    return tree(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Goes through a text that is too large for a tree; closing the cursor closes the text. */
  public static JsonCursor cursor(InputStream text) {
    return new JsonCursor(MAPPER, text);
  }

  /** A value as the tree that its JSON would be read as. */
  public static JsonValue toTree(Object value) {
    return tree(write(value));
  }

  private static JsonMapper mapper() {
    var limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(LONGEST_TEXT)
            .maxNameLength(1000)
            .maxNumberLength(400)
            .maxTokenCount(MOST_TOKENS)
            .build();
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(limits)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();
    return JsonMapper.builder(factory)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .withCoercionConfig(LogicalType.Textual, Json::refuseScalars)
        .changeDefaultPropertyInclusion(_ ->
            JsonInclude.Value.construct(
                JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
        .annotationIntrospector(new HouseRules())
        .addModule(JsonTree.module())
        .build();
  }

  private static void refuseScalars(tools.jackson.databind.cfg.MutableCoercionConfig texts) {
    texts
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  private static void checkLength(byte[] text, int longest) {
    if (text.length > longest) {
      throw new JsonException(
          new JsonProblem("the text is longer than " + longest + " bytes", 0, 0));
    }
  }

  static JsonProblem problemOf(JacksonException failure) {
    TokenStreamLocation at = failure.getLocation();
    int line = at == null ? 0 : Math.max(0, at.getLineNr());
    int column = at == null ? 0 : Math.max(0, at.getColumnNr());
    return new JsonProblem(messageOf(failure), line, column);
  }

  /** Where the library tells of its own settings instead of the text. */
  private static final Pattern ABOUT_ITSELF = Pattern.compile(" \\(start marker at .*\\)$");

  /** The library's own words only where they name neither classes nor its settings. */
  private static String messageOf(JacksonException failure) {
    boolean aboutSyntax = failure instanceof tools.jackson.core.exc.StreamReadException;
    if (aboutSyntax) {
      return ABOUT_ITSELF.matcher(failure.getOriginalMessage()).replaceFirst("");
    }
    String path = JsonTree.pathOf(failure);
    return path.isEmpty()
        ? "the value does not have the expected shape"
        : "the value of " + path + " is missing, unknown or of another type";
  }
}
