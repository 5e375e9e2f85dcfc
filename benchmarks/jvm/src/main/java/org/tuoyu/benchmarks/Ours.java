package org.tuoyu.benchmarks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.tuoyu.Assessment;
import org.tuoyu.Institution;
import org.tuoyu.Outcomes;
import org.tuoyu.Plan;
import org.tuoyu.PolicyBook;
import org.tuoyu.Registration;

/** Every call of tuoyu that is compared. */
final class Ours {
  private final PolicyBook book = PolicyBook.bundled();
  private final LocalDate on;
  private final Plan plan;
  private final List<Institution> institutions = new ArrayList<>();

  Ours(Rules rules, Rows rows) {
    on = LocalDate.parse(rules.asOf);
    plan = book.plan(on, rules.targets);
    rows.institutions.forEach(facts -> institutions.add(book.institution(facts)));
  }

  /** The first is what the others are compared with. */
  List<Contender> contenders() {
    return List.of(
        new Contender("tuoyu", this::outcomes),
        new Contender("tuoyu, registration with reasons", this::register),
        new Contender("tuoyu, everything with reasons", this::assess));
  }

  /** Every target, without reasons. */
  Outcomes outcomes(int row) {
    return plan.outcomes(institutions.get(row));
  }

  private Registration register(int row) {
    return book.register(institutions.get(row), on);
  }

  private Assessment assess(int row) {
    return book.assess(institutions.get(row), on);
  }
}
