package org.tuoyu.benchmarks;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.definition.type.FactType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;

/** One rule a condition, compiled to Java, over one object with all facts; the session is kept. */
final class Drools {
  private static final String PACKAGE = "peer";

  private final KieBase base;
  private final KieSession session;
  private final BitSet held = new BitSet();
  private final List<Object> rows = new ArrayList<>();
  private final int conditions;
  private final boolean unknowns;

  Drools(Rules rules, String asked, boolean unknowns, List<Map<String, Object>> ready)
      throws ReflectiveOperationException {
    this.unknowns = unknowns;
    List<Rules.Condition> asks = rules.conditions(asked);
    conditions = asks.size();
    base = build(source(rules, asks));
    FactType type = base.getFactType(PACKAGE, "Facts");
    for (Map<String, Object> known : ready) {
      Object row = type.newInstance();
      known.forEach((name, value) -> type.set(row, name, value));
      rows.add(row);
    }
    session = base.newKieSession();
    session.setGlobal("held", held);
  }

  /** Primitives where every fact is known; else a second rule tells what is known not to hold. */
  private String source(Rules rules, List<Rules.Condition> asks) {
    StringBuilder text = new StringBuilder("package " + PACKAGE + ";\nglobal java.util.BitSet held;\n");
    text.append("declare Facts\n");
    rules.kinds.forEach(
        (name, kind) -> {
          String type = kind.equals("bool") ? "boolean" : "int";
          String boxed = kind.equals("bool") ? "Boolean" : "Integer";
          text.append("  ").append(name).append(" : ").append(unknowns ? boxed : type).append('\n');
        });
    text.append("end\n");
    for (int at = 0; at < asks.size(); at++) {
      text.append(rule(2 * at, rules.text(asks.get(at).logic(), true)));
      if (unknowns) {
        text.append(rule(2 * at + 1, rules.text(asks.get(at).logic(), false)));
      }
    }
    return text.toString();
  }

  private static String rule(int bit, String condition) {
    return "rule r" + bit + " when Facts(" + condition + ") then held.set(" + bit + "); end\n";
  }

  private static KieBase build(String source) {
    KieServices services = KieServices.Factory.get();
    KieFileSystem files = services.newKieFileSystem();
    files.write("src/main/resources/peer/rules.drl", source);
    KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
    List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
    if (!errors.isEmpty()) {
      throw new IllegalStateException(errors.get(0).toString());
    }
    return services.newKieContainer(builder.getKieModule().getReleaseId()).getKieBase();
  }

  BitSet run(int row) {
    held.clear();
    FactHandle handle = session.insert(rows.get(row));
    session.fireAllRules();
    session.delete(handle);
    return held;
  }

  /** As its documentation begins: a session a call. */
  BitSet runInSessionOfItsOwn(int row) {
    held.clear();
    KieSession own = base.newKieSession();
    own.setGlobal("held", held);
    own.insert(rows.get(row));
    own.fireAllRules();
    own.dispose();
    return held;
  }

  /** True, false or null for every condition. */
  Boolean[] decide(int row) {
    BitSet found = run(row);
    Boolean[] decided = new Boolean[conditions];
    for (int at = 0; at < conditions; at++) {
      boolean not = !unknowns || found.get(2 * at + 1);
      decided[at] = found.get(2 * at) ? Boolean.TRUE : not ? Boolean.FALSE : null;
    }
    return decided;
  }
}
