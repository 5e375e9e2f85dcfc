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

/** The conditions of the book, and how a Java expression puts them. */
final class Rules {
  /** One of the two conditions of a target. */
  record Condition(int target, boolean met, JsonObject logic) {}

  final String asOf;
  final List<String> targets = new ArrayList<>();
  final Map<String, String> kinds = new LinkedHashMap<>();
  private final JsonArray logic;

  Rules(Path folder) throws IOException {
    JsonObject read =
        JsonParser.parseString(Files.readString(folder.resolve("rules.json"))).getAsJsonObject();
    asOf = read.get("as_of").getAsString();
    logic = read.getAsJsonArray("targets");
    logic.forEach(target -> targets.add(target.getAsJsonObject().get("target").getAsString()));
    for (JsonElement fact : read.getAsJsonArray("facts")) {
      JsonObject of = fact.getAsJsonObject();
      kinds.put(of.get("name").getAsString(), of.get("kind").getAsString());
    }
  }

  /** What an engine has to decide; what the day alone settles is left out. */
  List<Condition> conditions(String asked) {
    List<Condition> conditions = new ArrayList<>();
    for (String part : asked.equals("met") ? List.of("met") : List.of("met", "unsettled")) {
      for (int target = 0; target < targets.size(); target++) {
        if (byTheDay(target, part) == null) {
          conditions.add(new Condition(target, part.equals("met"), logic(target, part)));
        }
      }
    }
    return conditions;
  }

  /** What a condition without tests always is. */
  Boolean byTheDay(int target, String part) {
    JsonObject condition = logic(target, part);
    for (String kind : List.of("all", "any")) {
      if (condition.has(kind) && condition.getAsJsonArray(kind).isEmpty()) {
        return kind.equals("all");
      }
    }
    return null;
  }

  private JsonObject logic(int target, String part) {
    return logic.get(target).getAsJsonObject().getAsJsonObject(part);
  }

  /**
   * That a condition holds, or that it is known not to. A comparison with a fact that is not known does not hold in
   * Drools, so that each test is written as comparisons that have to hold. Few brackets: its parser is slow with them.
   */
  String text(JsonObject logic, boolean wanted) {
    return text(logic, wanted, false);
  }

  private String text(JsonObject logic, boolean wanted, boolean within) {
    if (logic.has("not")) {
      return text(logic.getAsJsonObject("not"), !wanted, within);
    }
    if (logic.has("test")) {
      return test(logic.getAsJsonObject("test"), wanted, within);
    }
    boolean all = logic.has("all");
    List<String> parts = new ArrayList<>();
    for (JsonElement part : logic.getAsJsonArray(all ? "all" : "any")) {
      parts.add(text(part.getAsJsonObject(), wanted, all == wanted));
    }
    return joined(parts, all == wanted, within);
  }

  /** `within` is whether it stands beside other parts that all have to hold. */
  private static String joined(List<String> parts, boolean all, boolean within) {
    String text = String.join(all ? " && " : " || ", parts);
    return within && !all && parts.size() > 1 ? "(" + text + ")" : text;
  }

  private String test(JsonObject test, boolean wanted, boolean within) {
    String fact = test.get("fact").getAsString();
    List<String> ranges = new ArrayList<>();
    boolean several = test.getAsJsonArray("codes").size() > 1;
    for (JsonElement range : test.getAsJsonArray("codes")) {
      long low = range.getAsJsonArray().get(0).getAsLong();
      long high = range.getAsJsonArray().get(1).getAsLong();
      if (kinds.get(fact).equals("bool")) {
        ranges.add(fact + " == " + ((low == 1) == wanted));
      } else if (wanted && low == high) {
        ranges.add(fact + " == " + low);
      } else if (wanted) {
        ranges.add(fact + " >= " + low + " && " + fact + " <= " + high);
      } else {
        ranges.add(joined(List.of(fact + " < " + low, fact + " > " + high), false, within || several));
      }
    }
    return joined(ranges, !wanted, within);
  }
}
