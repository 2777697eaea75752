package slipway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a database of countries in MaxMind's DB format 2.0: a binary tree over the bits of IPv6
 * addresses with records of 24 bits, 16 zero bytes, the values, and the metadata behind its mark.
 */
public final class TinyCountries {
  private static final int MAP = 7;
  private static final int UINT16 = 5;
  private static final int UINT32 = 6;
  private static final int UINT64 = 9;
  private static final int ARRAY = 11;
  private static final int SEPARATOR = 16;

  /** Left and right; a child below 0 is nothing, else {@code ~value} or the number of a node. */
  private final List<long[]> nodes = new ArrayList<>();

  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private static final long NOTHING = -1;
  private static final long VALUE = 1L << 40;

  private TinyCountries() {
    nodes.add(new long[] {NOTHING, NOTHING});
  }

  /** Writes networks such as {@code 93.184.216.0/24} with their countries. */
  public static Path write(Path file, Map<String, String> countries) throws IOException {
    TinyCountries tiny = new TinyCountries();
    for (Map.Entry<String, String> entry : countries.entrySet()) {
      tiny.add(entry.getKey(), entry.getValue());
    }
    return Files.write(file, tiny.bytes());
  }

  private void add(String network, String country) {
    String[] parts = network.split("/", -1);
    byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
    int bits = Integer.parseInt(parts[1]);
    byte[] six = new byte[16];
    System.arraycopy(address, 0, six, 16 - address.length, address.length);
    int depth = bits + (16 - address.length) * 8;
    int at = 0;
    for (int bit = 0; bit < depth; bit++) {
      int side = (six[bit / 8] >> (7 - bit % 8)) & 1;
      if (bit == depth - 1) {
        nodes.get(at)[side] = VALUE + offset(country);
      } else {
        if (nodes.get(at)[side] == NOTHING) {
          nodes.add(new long[] {NOTHING, NOTHING});
          nodes.get(at)[side] = nodes.size() - 1L;
        }
        at = (int) nodes.get(at)[side];
      }
    }
  }

  private int offset(String country) {
    return offsets.computeIfAbsent(
        country,
        code -> {
          int offset = values.size();
          control(values, MAP, 1);
          text(values, "country");
          control(values, MAP, 1);
          text(values, "iso_code");
          text(values, code);
          return offset;
        });
  }

  private byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (long[] node : nodes) {
      for (long child : node) {
        long record =
            child == NOTHING
                ? nodes.size()
                : child >= VALUE ? nodes.size() + SEPARATOR + (child - VALUE) : child;
        number(out, record, 3);
      }
    }
    out.writeBytes(new byte[SEPARATOR]);
    out.writeBytes(values.toByteArray());
    out.writeBytes(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
    out.writeBytes("MaxMind.com".getBytes(UTF_8));
    metadata(out);
    return out.toByteArray();
  }

  private void metadata(ByteArrayOutputStream out) {
    control(out, MAP, 9);
    text(out, "node_count");
    control(out, UINT32, 4);
    number(out, nodes.size(), 4);
    small(out, "record_size", 24);
    small(out, "ip_version", 6);
    text(out, "database_type");
    text(out, "Tiny-Country");
    text(out, "languages");
    control(out, ARRAY, 0);
    small(out, "binary_format_major_version", 2);
    small(out, "binary_format_minor_version", 0);
    text(out, "build_epoch");
    control(out, UINT64, 4);
    number(out, 1_700_000_000L, 4);
    text(out, "description");
    control(out, MAP, 0);
  }

  private static void small(ByteArrayOutputStream out, String name, int value) {
    text(out, name);
    control(out, UINT16, 2);
    number(out, value, 2);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.write(2 << 5 | bytes.length);
    out.writeBytes(bytes);
  }

  /** Types above 7 are written in a second byte. */
  private static void control(ByteArrayOutputStream out, int type, int size) {
    if (type > MAP) {
      out.write(size);
      out.write(type - MAP);
    } else {
      out.write(type << 5 | size);
    }
  }

  private static void number(ByteArrayOutputStream out, long value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.write((int) (value >> shift));
    }
  }
}
