package slipway.migration.list;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import slipway.migration.VendorException;

/** CSV (RFC 4180) in UTF-8 whose first line names the columns. */
final class CsvRows {
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
    try (CSVParser parser = CSVParser.builder().setPath(file).setFormat(FORMAT).get()) {
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

  private static UrlList.Row row(List<String> columns, CSVRecord record) throws VendorException {
    String place = "line " + (record.getRecordNumber() + 1);
    if (record.size() > columns.size()) {
      throw new VendorException(place + ": has more fields than the first line has names");
    }
    Map<String, JsonValue> said = new LinkedHashMap<>();
    for (int i = 0; i < record.size(); i++) {
      if (!record.get(i).isEmpty()) {
        said.put(bare(columns.get(i)), new JsonString(record.get(i)));
      }
    }
    return new UrlList.Row(place, JsonValue.object(said));
  }

  /** Spreadsheets put a byte order mark before the first name. */
  private static String bare(String column) {
    return column.startsWith("\ufeff") ? column.substring(1) : column;
  }
}
