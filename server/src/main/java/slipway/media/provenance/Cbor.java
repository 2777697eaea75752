package slipway.media.provenance;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORGenerator;

/**
 * Writes CBOR (RFC 8949) with definite lengths and the shortest numbers: what is written twice is
 * the same twice, which matters for everything that is hashed or signed. Members come in the order
 * of the map.
 */
final class Cbor {
  private static final CBORFactory FACTORY = new CBORFactory();

  private Cbor() {}

  /** A value with a tag before it (section 3.4). */
  record Tagged(int tag, Object value) {}

  /**
   * The bytes of a value.
   *
   * @param value a {@link Map} with texts or {@link Integer}s as keys, a {@link List}, a text, an
   *     {@link Integer}, {@code byte[]}, a {@link Tagged} or {@code null}
   */
  static byte[] of(@Nullable Object value) {
    var bytes = new ByteArrayOutputStream();
    try (CBORGenerator out =
        (CBORGenerator) FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(out, value);
    }
    return bytes.toByteArray();
  }

  private static void write(CBORGenerator out, @Nullable Object value) {
    switch (value) {
      case null -> out.writeNull();
      case Map<?, ?> map -> {
        out.writeStartObject(map, map.size());
        map.forEach((key, member) -> {
          if (key instanceof Integer number) {
            out.writePropertyId(number);
          } else {
            out.writeName((String) key);
          }
          write(out, member);
        });
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray(list, list.size());
        list.forEach(element -> write(out, element));
        out.writeEndArray();
      }
      case String text -> out.writeString(text);
      case Integer number -> out.writeNumber(number);
      case byte[] bytes -> out.writeBinary(bytes);
      case Tagged(int tag, Object tagged) -> {
        out.writeTag(tag);
        write(out, tagged);
      }
      default -> throw new IllegalArgumentException("not written as CBOR: " + value.getClass());
    }
  }
}
