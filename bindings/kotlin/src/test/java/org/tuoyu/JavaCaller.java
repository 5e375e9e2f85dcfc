package org.tuoyu;

import java.time.LocalDate;

/** Asks as Java does, each institution through its builder. */
final class JavaCaller implements Caller {
  private final PolicyBook book;

  JavaCaller(PolicyBook book) {
    this.book = book;
  }

  private Institution institution(String facts) {
    return new InstitutionBuilder(book.institution(facts)).build();
  }

  private Dossier dossier(String dossier) {
    return new DossierBuilder(book.dossier(dossier)).build();
  }

  @Override
  public String ask(String request) {
    return book.ask(request);
  }

  @Override
  public Registration register(String facts, LocalDate asOf) {
    return book.register(institution(facts), asOf);
  }

  @Override
  public Supports supports(String facts, LocalDate asOf) {
    return book.supports(institution(facts), asOf);
  }

  @Override
  public Review review(String facts, String dossier, LocalDate asOf) {
    return book.review(institution(facts), dossier(dossier), asOf);
  }

  @Override
  public FollowUps dutiesAfter(Event event, String facts, LocalDate asOf) {
    return book.dutiesAfter(event, institution(facts), asOf);
  }

  @Override
  public Deadline deadline(LocalDate start, int workingDays) {
    try (Calendar calendar = Calendar.bundled()) {
      return calendar.deadline(start, workingDays, false);
    }
  }

  @Override
  public CreditCode creditCode(String text) {
    return book.creditCode(text);
  }

  @Override
  public WhatIf whatIf(String target, String facts, LocalDate asOf) {
    return book.whatIf(target, institution(facts), asOf);
  }

  @Override
  public WhatIf whatIfFiling(String target, String facts, String dossier, LocalDate asOf) {
    return book.whatIfFiling(target, institution(facts), dossier(dossier), asOf);
  }

  @Override
  public Assessment assess(String facts, LocalDate asOf) {
    return book.assess(institution(facts), asOf);
  }

  @Override
  public Assessment assessFiling(String facts, String dossier, LocalDate asOf) {
    return book.assessFiling(institution(facts), dossier(dossier), asOf);
  }

  @Override
  public Responsibility responsible(String query, String jurisdiction, LocalDate asOf) {
    return book.responsible(query, jurisdiction, asOf);
  }

  @Override
  public Goals goals(String jurisdiction, LocalDate asOf) {
    return book.goals(jurisdiction, asOf);
  }

  @Override
  public Seats seats(String jurisdiction, LocalDate asOf) {
    return book.seats(jurisdiction, asOf);
  }

  @Override
  public Clauses clauses(String jurisdiction, LocalDate asOf) {
    return book.clauses(jurisdiction, asOf);
  }

  @Override
  public Departments departments(String jurisdiction, LocalDate asOf) {
    return book.departments(jurisdiction, asOf);
  }
}
