package slipway.migration.list;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonString;
import slipway.migration.OneLine;
import slipway.migration.VendorException;

/** CSV (RFC 4180) in UTF-8 whose first line names the columns. */
final class CsvRows {
  private static final int LONGEST_HEAD = 32 * 1024;

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .setIgnoreSurroundingSpaces(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .get();

  private CsvRows() {}

  static List<UrlList.Row> read(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.builder().setReader(reader).setFormat(format(reader)).get()) {
      if (!parser.getHeaderNames().contains("url")) {
        throw new VendorException(
            "the list's first line must name a column \"url\"; it names "
                + OneLine.of(String.join(", ", parser.getHeaderNames()), /* most= */ 200));
      }
      List<UrlList.Row> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        rows.add(row(parser.getHeaderNames(), record));
      }
      return rows;
    } catch (UncheckedIOException broken) {
      if (broken.getCause() instanceof CSVException told) {
        throw new VendorException("the list is no CSV: " + told.getMessage(), told);
      }
      throw broken.getCause();
    } catch (IllegalArgumentException badHead) {
      throw new VendorException("the list's first line must name each column once", badHead);
    }
  }

  /** Steps over a spreadsheet's byte order mark, and sees what stands between the names. */
  private static CSVFormat format(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != 0xfeff) {
      reader.reset();
    }
    reader.mark(LONGEST_HEAD);
    var head = new StringBuilder();
    for (int c = reader.read(); c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
      if (head.append((char) c).length() == LONGEST_HEAD) {
        throw new VendorException("the list's first line is no line with the names of columns");
      }
    }
    reader.reset();
    // Where a comma is a decimal mark, spreadsheets separate by semicolons; some do so by tabs.
    char between =
        head.indexOf(",") >= 0
            ? ','
            : head.indexOf(";") >= 0 ? ';' : head.indexOf("\t") >= 0 ? '\t' : ',';
    return FORMAT.builder().setDelimiter(between).get();
  }

  private static UrlList.Row row(List<String> columns, CSVRecord record) throws VendorException {
    String place = "line " + (record.getRecordNumber() + 1);
    if (record.size() > columns.size()) {
      throw new VendorException(place + ": has more fields than the first line has names");
    }
    Map<String, JsonValue> said = new LinkedHashMap<>();
    for (int i = 0; i < record.size(); i++) {
      if (!record.get(i).isEmpty()) {
        said.put(columns.get(i), new JsonString(record.get(i)));
      }
    }
    return new UrlList.Row(place, JsonValue.object(said));
  }
}
