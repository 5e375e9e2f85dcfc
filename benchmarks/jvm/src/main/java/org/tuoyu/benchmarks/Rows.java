package org.tuoyu.benchmarks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows with tuoyu's outcomes, as the harness in Rust left them. */
final class Rows {
  final List<String> institutions = new ArrayList<>();
  final List<Map<String, Object>> ready = new ArrayList<>();
  final List<List<String>> outcomes = new ArrayList<>();

  Rows(Path folder, String facts, Rules rules, int most) throws IOException {
    String text = Files.readString(folder.resolve("rows-" + facts + ".json"));
    for (JsonElement element : JsonParser.parseString(text).getAsJsonArray()) {
      if (institutions.size() == most) {
        break;
      }
      JsonObject row = element.getAsJsonObject();
      institutions.add(row.get("institution").toString());
      ready.add(known(rules, row.getAsJsonArray("codes")));
      List<String> of = new ArrayList<>();
      row.getAsJsonArray("outcomes").forEach(outcome -> of.add(outcome.getAsString()));
      outcomes.add(of);
    }
  }

  private static Map<String, Object> known(Rules rules, JsonArray codes) {
    Map<String, Object> known = new LinkedHashMap<>();
    int at = 0;
    for (Map.Entry<String, String> fact : rules.kinds.entrySet()) {
      JsonElement code = codes.get(at++);
      if (!code.isJsonNull()) {
        boolean yesOrNo = fact.getValue().equals("bool");
        known.put(fact.getKey(), yesOrNo ? (Object) (code.getAsInt() == 1) : code.getAsInt());
      }
    }
    return known;
  }
}
