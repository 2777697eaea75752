package slipway.media.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes shared libraries with nothing inside: an ELF64 file with a name, one symbol and version
 * definitions (MD-03).
 *
 * <p>The bundle's libavdevice is linked against sound and screen libraries that a server does not
 * have and we never call. The loader only wants to find files of these names that define these
 * versions; functions are bound when first called, which is never.
 *
 * <p>Layout, all in one loadable segment: ELF header, program headers, dynamic section, symbol
 * table, hash table, version tables, strings. Field names are those of the System V ABI, edition
 * 4.1, chapters 4 and 5, and of the Linux Standard Base, "Symbol Versioning".
 */
final class StubLibrary {
  private static final int EHDR = 64;
  private static final int PHDR = 56;
  private static final int DYN = 16;
  private static final int SYM = 24;
  private static final int VERDEF = 20;
  private static final int VERDAUX = 8;
  private static final int PAGE = 0x1000;

  /** One library; {@code versions} may be empty. */
  record Name(String soname, List<String> versions) {}

  /** What libavdevice 62 asks for. */
  static final List<Name> WANTED =
      List.of(
          new Name("libpulse.so.0", List.of("PULSE_0")),
          new Name("libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4")),
          new Name("libxcb.so.1", List.of()),
          new Name("libxcb-shm.so.0", List.of()));

  /** The machines of MD-03. */
  enum Machine {
    X86_64(62),
    AARCH64(183);

    private final int code;

    Machine(int code) {
      this.code = code;
    }
  }

  private StubLibrary() {}

  /** The bytes of the file. */
  static byte[] bytes(Name name, Machine machine) {
    Strings strings = new Strings();
    int soname = strings.add(name.soname());
    int symbol = strings.add("slipway_stub");
    int[] versions = name.versions().stream().mapToInt(strings::add).toArray();
    boolean versioned = versions.length > 0;

    int programHeaders = 3;
    int dynamicEntries = versioned ? 10 : 7;
    int dynamic = EHDR + programHeaders * PHDR;
    int dynamicSize = dynamicEntries * DYN;
    int symbols = dynamic + dynamicSize;
    int hash = symbols + 2 * SYM;
    int versionDefinitions = hash + 5 * Integer.BYTES + /* alignment= */ 4;
    int definitions = versioned ? versions.length + 1 : 0;
    int versionSymbols = versionDefinitions + definitions * (VERDEF + VERDAUX);
    int strtab = versionSymbols + (versioned ? 2 * Short.BYTES : 0);
    int size = strtab + strings.size();

    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    header(file, machine, programHeaders);
    programHeader(file, /* PT_LOAD */ 1, /* offset= */ 0, size, PAGE);
    programHeader(file, /* PT_DYNAMIC */ 2, dynamic, dynamicSize, 8);
    // Without PT_GNU_STACK the loader would ask for an executable stack.
    programHeader(file, /* PT_GNU_STACK */ 0x6474e551, 0, 0, 16);

    entry(file, /* DT_SONAME */ 14, soname);
    entry(file, /* DT_HASH */ 4, hash);
    entry(file, /* DT_SYMTAB */ 6, symbols);
    entry(file, /* DT_SYMENT */ 11, SYM);
    entry(file, /* DT_STRTAB */ 5, strtab);
    entry(file, /* DT_STRSZ */ 10, strings.size());
    if (versioned) {
      entry(file, /* DT_VERDEF */ 0x6ffffffc, versionDefinitions);
      entry(file, /* DT_VERDEFNUM */ 0x6ffffffd, definitions);
      entry(file, /* DT_VERSYM */ 0x6ffffff0, versionSymbols);
    }
    entry(file, /* DT_NULL */ 0, 0);

    file.position(symbols + SYM); // symbol 0 is all zero
    file.putInt(symbol).put((byte) 0x10 /* STB_GLOBAL, STT_NOTYPE */).put((byte) 0);
    file.putShort((short) 0xfff1 /* SHN_ABS */).putLong(0).putLong(0);
    // One bucket whose chain is symbol 1 and ends there.
    file.putInt(1).putInt(2).putInt(1).putInt(0).putInt(0);

    if (versioned) {
      file.position(versionDefinitions);
      definition(file, /* index= */ 1, /* VER_FLG_BASE */ 1, name.soname(), soname, false);
      for (int i = 0; i < versions.length; i++) {
        boolean last = i == versions.length - 1;
        definition(file, i + 2, 0, name.versions().get(i), versions[i], last);
      }
      file.position(versionSymbols);
      file.putShort((short) 0 /* VER_NDX_LOCAL */).putShort((short) 1 /* VER_NDX_GLOBAL */);
    }
    file.position(strtab);
    file.put(strings.bytes());
    return file.array();
  }

  private static void header(ByteBuffer file, Machine machine, int programHeaders) {
    file.put(
        new byte[] {
          0x7f, 'E', 'L', 'F', /* 64 bit */ 2, /* little endian */ 1, /* EI_VERSION */ 1
        });
    file.position(16);
    file.putShort((short) 3 /* ET_DYN */).putShort((short) machine.code).putInt(1);
    file.putLong(0 /* e_entry */).putLong(EHDR /* e_phoff */).putLong(0 /* e_shoff */);
    file.putInt(0 /* e_flags */).putShort((short) EHDR);
    file.putShort((short) PHDR).putShort((short) programHeaders);
    file.putShort((short) 64 /* e_shentsize */).putShort((short) 0).putShort((short) 0);
  }

  private static void programHeader(ByteBuffer file, int type, long offset, long size, long align) {
    file.putInt(type).putInt(/* PF_R | PF_W: older loaders write into the dynamic section */ 6);
    file.putLong(offset).putLong(offset).putLong(offset);
    file.putLong(size).putLong(size).putLong(align);
  }

  private static void entry(ByteBuffer file, long tag, long value) {
    file.putLong(tag).putLong(value);
  }

  private static void definition(
      ByteBuffer file, int index, int flags, String name, int nameOffset, boolean last) {
    file.putShort((short) 1).putShort((short) flags).putShort((short) index).putShort((short) 1);
    file.putInt(hash(name)).putInt(VERDEF).putInt(last ? 0 : VERDEF + VERDAUX);
    file.putInt(nameOffset).putInt(0);
  }

  /** The hash function of the System V ABI, figure 5-13. */
  static int hash(String name) {
    long h = 0;
    for (byte c : name.getBytes(StandardCharsets.US_ASCII)) {
      h = (h << 4) + c;
      long g = h & 0xf0000000L;
      h = (h ^ (g >>> 24)) & ~g & 0xffffffffL;
    }
    return (int) h;
  }

  /** A string table; offset 0 is the empty string. */
  private static final class Strings {
    private final List<byte[]> parts = new ArrayList<>(List.of(new byte[1]));
    private int size = 1;

    int add(String text) {
      byte[] bytes = (text + "\0").getBytes(StandardCharsets.US_ASCII);
      parts.add(bytes);
      size += bytes.length;
      return size - bytes.length;
    }

    int size() {
      return size;
    }

    byte[] bytes() {
      ByteArrayOutputStream all = new ByteArrayOutputStream(size);
      parts.forEach(all::writeBytes);
      return all.toByteArray();
    }
  }
}
