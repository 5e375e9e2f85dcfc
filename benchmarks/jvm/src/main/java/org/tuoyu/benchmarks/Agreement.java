package org.tuoyu.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Cell by cell: what a peer decides, tuoyu decides the same way. */
final class Agreement {
  private static final Map<String, String> DECIDED =
      Map.of("Met", "met", "Unmet", "unmet", "NotInForce", "unmet", "OpenUnsettled", "unsettled");

  private Agreement() {}

  static Map<String, Object> compare(
      String engine, IntFunction<Boolean[]> decide, Rows rows, Rules rules, String asked, String facts) {
    List<Rules.Condition> conditions = rules.conditions(asked);
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String count : List.of("cells", "agree", "only_ours", "neither", "differ")) {
      counts.put(count, 0);
    }
    List<Object> examples = new ArrayList<>();
    for (int row = 0; row < rows.outcomes.size(); row++) {
      Boolean[][] both = new Boolean[rules.targets.size()][];
      for (int target = 0; target < both.length; target++) {
        both[target] =
            new Boolean[] {rules.byTheDay(target, "met"), rules.byTheDay(target, "unsettled")};
      }
      Boolean[] decided = decide.apply(row);
      for (int at = 0; at < decided.length; at++) {
        both[conditions.get(at).target()][conditions.get(at).met() ? 0 : 1] = decided[at];
      }
      for (int target = 0; target < both.length; target++) {
        String theirs = told(both[target][0], both[target][1], asked);
        String outcome = rows.outcomes.get(row).get(target);
        String found = found(theirs, DECIDED.getOrDefault(outcome, "undecided"), facts);
        counts.merge("cells", 1, Integer::sum);
        counts.merge(found, 1, Integer::sum);
        if (found.equals("differ") && examples.size() < 3) {
          examples.add(
              Map.of(
                  "institution", rows.institutions.get(row),
                  "target", rules.targets.get(target),
                  "theirs", theirs,
                  "ours", outcome));
        }
      }
    }
    Map<String, Object> agreement = new LinkedHashMap<>();
    agreement.put("language", "jvm");
    agreement.put("engine", engine);
    agreement.put("facts", facts);
    agreement.put("asked", asked);
    agreement.put("rows", rows.outcomes.size());
    agreement.putAll(counts);
    agreement.put("examples", examples);
    return agreement;
  }

  private static String told(Boolean met, Boolean unsettled, String asked) {
    if (met == null || met) {
      return met == null ? "undecided" : "met";
    }
    if (asked.equals("met")) {
      return "not met";
    }
    return unsettled == null ? "undecided" : unsettled ? "unsettled" : "unmet";
  }

  private static String found(String theirs, String ours, String facts) {
    // On complete rows an engine has to decide everything.
    if (theirs.equals("undecided") && facts.equals("unknowns")) {
      return ours.equals(theirs) ? "neither" : "only_ours";
    }
    boolean same = theirs.equals(ours) || theirs.equals("not met") && !ours.equals("met");
    return same ? "agree" : "differ";
  }
}
