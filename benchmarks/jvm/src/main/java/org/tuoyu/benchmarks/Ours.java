package org.tuoyu.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.tuoyu.Assessment;
import org.tuoyu.Dossier;
import org.tuoyu.Institution;
import org.tuoyu.Outcomes;
import org.tuoyu.Plan;
import org.tuoyu.PolicyBook;
import org.tuoyu.Registration;
import org.tuoyu.Review;
import org.tuoyu.Supports;

/** Every call of tuoyu that is compared. */
final class Ours {
  private final PolicyBook book = PolicyBook.bundled();
  private final LocalDate on;
  private final Plan plan;
  private final Dossier dossier;
  private final List<Institution> institutions = new ArrayList<>();

  Ours(Path folder, Rules rules, Rows rows) throws IOException {
    on = LocalDate.parse(rules.asOf);
    plan = book.plan(on, rules.targets);
    // A full dossier with two classes.
    dossier = book.dossier(Files.readString(folder.resolve("dossier.json")));
    rows.institutions.forEach(facts -> institutions.add(book.institution(facts)));
  }

  /** The first is what the others are compared with. */
  List<Contender> contenders() {
    return List.of(
        new Contender("tuoyu", this::outcomes),
        new Contender("tuoyu, registration with reasons", this::register),
        new Contender("tuoyu, everything with reasons", this::assess));
  }

  /** The calls that the README shows: every finding an object, then all of it read. */
  List<Contender> readme() {
    return List.of(
        new Contender("tuoyu, register", row -> Told.findings(register(row))),
        new Contender("tuoyu, supports", row -> Told.findings(supports(row))),
        new Contender("tuoyu, review", row -> Told.findings(review(row))),
        new Contender("tuoyu, assess", row -> Told.findings(assess(row))),
        new Contender("tuoyu, register, all read", row -> Told.all(register(row))),
        new Contender("tuoyu, supports, all read", row -> Told.all(supports(row))),
        new Contender("tuoyu, review, all read", row -> Told.all(review(row))),
        new Contender("tuoyu, assess, all read", row -> Told.all(assess(row))),
        new Contender("tuoyu, plan.outcomes", this::outcomes));
  }

  /** Every target, without reasons. */
  Outcomes outcomes(int row) {
    return plan.outcomes(institutions.get(row));
  }

  private Registration register(int row) {
    return book.register(institutions.get(row), on);
  }

  private Supports supports(int row) {
    return book.supports(institutions.get(row), on);
  }

  private Review review(int row) {
    return book.review(institutions.get(row), dossier, on);
  }

  private Assessment assess(int row) {
    return book.assess(institutions.get(row), on);
  }
}
