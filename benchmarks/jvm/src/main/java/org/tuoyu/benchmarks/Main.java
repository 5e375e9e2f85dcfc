package org.tuoyu.benchmarks;

import com.google.gson.Gson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same rules in Drools: agreement, then time. */
final class Main {
  /** Rows that are timed: few enough to stay in the cache. */
  private static final int TIMED = 500;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int rounds = number("ROUNDS", 31);
    int checked = number("CHECKED", 20_000);
    Rules rules = new Rules(folder);
    List<Object> agreements = new ArrayList<>();
    List<Object> times = new ArrayList<>();
    List<Object> readme = new ArrayList<>();
    boolean differ = false;
    for (String facts : List.of("complete", "unknowns")) {
      Rows rows = new Rows(folder, facts, rules, checked);
      Ours ours = new Ours(folder, rules, rows);
      check(ours, rows);
      int timed = Math.min(TIMED, rows.ready.size());
      for (String asked : List.of("met", "outcome")) {
        Drools drools = new Drools(rules, asked, facts.equals("unknowns"), rows.ready);
        Map<String, Object> agreement =
            Agreement.compare("drools", drools::decide, rows, rules, asked, facts);
        differ |= (int) agreement.get("differ") > 0;
        agreements.add(agreement);
        List<Contender> contenders = new ArrayList<>(ours.contenders());
        contenders.add(new Contender("drools", drools::run));
        Contender.race(contenders, rounds, timed);
        for (Contender contender : contenders) {
          Map<String, Object> time = new LinkedHashMap<>();
          time.put("language", "jvm");
          time.put("facts", facts);
          time.put("asked", asked);
          time.put("engine", contender.name);
          time.put("ns", contender.median());
          time.put("ratio", contender.ratio(contenders.get(0)));
          times.add(time);
        }
        if (asked.equals("outcome")) {
          List<Contender> calls = new ArrayList<>(ours.readme());
          calls.add(new Contender("drools", drools::run));
          calls.add(new Contender("drools, a session a call", drools::runInSessionOfItsOwn));
          Contender.race(calls, rounds, timed);
          for (Contender contender : calls) {
            Map<String, Object> time = new LinkedHashMap<>();
            time.put("language", "jvm");
            time.put("facts", facts);
            time.put("engine", contender.name);
            time.put("ns", contender.median());
            time.put("rounds", contender.rounds());
            readme.add(time);
          }
        }
      }
    }
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("drools", org.kie.api.KieBase.class.getPackage().getImplementationVersion());
    versions.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("language", "jvm");
    results.put("versions", versions);
    results.put("agreements", agreements);
    results.put("times", times);
    results.put("readme", readme);
    Files.writeString(folder.resolve("jvm.json"), new Gson().toJson(results));
    if (differ) {
      System.err.println("a peer differs from tuoyu: see jvm.json");
      System.exit(1);
    }
  }

  /** That the binding says what the harness in Rust said. */
  private static void check(Ours ours, Rows rows) {
    for (int row = 0; row < rows.outcomes.size(); row++) {
      List<String> found = new ArrayList<>();
      ours.outcomes(row).toList().forEach(outcome -> found.add(outcome.name().replace("_", "")));
      List<String> wanted = rows.outcomes.get(row).stream().map(String::toUpperCase).toList();
      if (!found.equals(wanted)) {
        throw new IllegalStateException("Java and Rust differ: " + rows.institutions.get(row));
      }
    }
  }

  private static int number(String name, int otherwise) {
    String text = System.getenv(name);
    return text == null ? otherwise : Integer.parseInt(text);
  }
}
