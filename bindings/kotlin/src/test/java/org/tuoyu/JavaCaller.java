package org.tuoyu;

import java.time.LocalDate;

/** Asks as Java does, each institution through its builder. */
final class JavaCaller implements Caller {
  private final PolicyBook book;

  JavaCaller(PolicyBook book) {
    this.book = book;
  }

  private Institution institution(Asked asked) {
    return new InstitutionBuilder(book.institution(asked.getFacts())).build();
  }

  private Dossier dossier(Asked asked) {
    return new DossierBuilder(book.dossier(asked.getDossier())).build();
  }

  @Override
  public String ask(String request) {
    return book.ask(request);
  }

  @Override
  public Object answer(Asked asked) {
    LocalDate asOf = asked.getAsOf();
    String place = asked.getJurisdiction();
    switch (asked.getQuestion()) {
      case "register":
        return book.register(institution(asked), asOf);
      case "supports":
        return book.supports(institution(asked), asOf);
      case "review":
        return book.review(institution(asked), dossier(asked), asOf);
      case "notice":
        return book.notice(institution(asked), dossier(asked), asOf, asked.getFormat());
      case "acknowledgement":
        return book.acknowledgement(institution(asked), dossier(asked), asOf, asked.getFormat());
      case "basic_conditions":
        return book.basicConditions(institution(asked), dossier(asked), asOf, asked.getFormat());
      case "letter":
        return book.letter(
            asked.getKind(), institution(asked), dossier(asked), asOf, asked.getDetails());
      case "duties_after":
        return book.dutiesAfter(asked.getEvent(), institution(asked), asOf);
      case "deadline":
        try (Calendar calendar = Calendar.bundled()) {
          return calendar.deadline(asOf, asked.getWorkingDays(), false);
        }
      case "credit_code":
        return book.creditCode(asked.getQuery());
      case "what_if":
        return asked.getDossier() == null
            ? book.whatIf(asked.getTarget(), institution(asked), asOf)
            : book.whatIfFiling(asked.getTarget(), institution(asked), dossier(asked), asOf);
      case "assess":
        return assess(asked);
      case "explain":
        return asked.getDossier() == null
            ? book.explain(institution(asked), asOf, asked.getFormat())
            : book.explainFiling(institution(asked), dossier(asked), asOf, asked.getFormat());
      case "receipt":
        return assess(asked).getReceipt();
      case "responsible":
        return book.responsible(asked.getQuery(), place, asOf);
      case "era":
        return book.era(place, asOf);
      case "goals":
        return book.goals(place, asOf);
      case "seats":
        return book.seats(place, asOf);
      case "clauses":
        return book.clauses(place, asOf);
      case "departments":
        return book.departments(place, asOf);
      default:
        throw new IllegalArgumentException("no such question: " + asked.getQuestion());
    }
  }

  private Assessment assess(Asked asked) {
    return asked.getDossier() == null
        ? book.assess(institution(asked), asked.getAsOf())
        : book.assessFiling(institution(asked), dossier(asked), asked.getAsOf());
  }
}
