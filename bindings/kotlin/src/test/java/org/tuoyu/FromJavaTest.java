package org.tuoyu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FromJavaTest {
  private static final PolicyBook BOOK = PolicyBook.bundled();
  private static final LocalDate DAY = LocalDate.of(2022, 4, 11);

  @AfterAll
  static void close() {
    BOOK.close();
  }

  private static InstitutionBuilder company() {
    return new InstitutionBuilder().jurisdiction("370303").legalForm(LegalForm.ENTERPRISE);
  }

  @Test
  void theExampleOfTheReadme() {
    PolicyBook book = PolicyBook.bundled();
    Institution company =
        new InstitutionBuilder().jurisdiction("370303").legalForm(LegalForm.ENTERPRISE).build();
    Assessment assessment = book.assess(company, LocalDate.of(2022, 4, 11));
    System.out.println(assessment.getRegistration().getMessage().getZh());
    System.out.println(assessment.getRegistration().getCitations().get(0).getClause());
    assertEquals("登记：到区行政审批服务局（条文也列区市场监管局）登记", assessment.getRegistration().getMessage().getZh());
    assertEquals("二（五）10", assessment.getRegistration().getCitations().get(0).getClause());
  }

  @Test
  void everyKindOfFactIsBuilt() {
    Institution institution =
        company()
            .modes(Arrays.asList(Mode.FULL_DAY, Mode.HOURLY))
            .places(90)
            .storey(-1)
            .inclusive(true)
            .leaseFrom(LocalDate.of(2025, 1, 1))
            .filed(null)
            .build();
    assertEquals(Integer.valueOf(90), institution.getPlaces());
    assertEquals(Boolean.TRUE, institution.getInclusive());
    assertEquals(LocalDate.of(2025, 1, 1), institution.getLeaseFrom());
    assertNull(institution.getFiled());
    assertEquals(institution, new InstitutionBuilder(institution).build());
    assertEquals(institution, BOOK.institution(institution.toJson()));
  }

  @Test
  void answersAreReadWithoutKotlin() {
    for (Finding finding : BOOK.supports(company().filed(true).build(), DAY).getFindings()) {
      switch (finding.getStatus()) {
        case MET:
          assertTrue(finding.getMissing().isEmpty());
          assertEquals("符合", finding.getStatus().label());
          break;
        case UNMET:
          assertNull(finding.getOpenBecause());
          break;
        case OPEN:
          assertEquals(
              finding.getOpenBecause() == OpenBecause.FACTS, !finding.getMissing().isEmpty());
          break;
        default:
          throw new AssertionError(finding.getStatus());
      }
    }
  }

  @Test
  void whereThereIsNoLaw() {
    Scope before = BOOK.register(company().build(), LocalDate.of(2021, 12, 30)).getScope();
    assertEquals(ScopeState.NOT_YET_IN_FORCE, before.getState());
    assertEquals(LocalDate.of(2021, 12, 31), before.getFirstDay());
    for (String place : Arrays.asList("110101", "淄博高新区")) {
      Institution elsewhere = company().jurisdiction(place).build();
      assertEquals(ScopeState.OUT_OF_SCOPE, BOOK.register(elsewhere, DAY).getScope().getState());
    }
  }

  @Test
  void aNightlyJob() {
    List<Institution> ledger = new ArrayList<>();
    for (int places = 0; places < 5; places++) {
      ledger.add(company().places(places).build());
    }
    List<Assessment> assessments = BOOK.assessAll(ledger, DAY);
    assertEquals(5, assessments.size());
    DecisionRecord receipt = assessments.get(2).getReceipt();
    assertEquals(Verdict.CONFIRMED, BOOK.verify(receipt, ledger.get(2)).getVerdict());

    ledger.set(3, company().places(-1).build());
    TuoyuException error = assertThrows(TuoyuException.class, () -> BOOK.assessAll(ledger, DAY));
    assertEquals(ErrorCode.OUT_OF_RANGE, error.getCode());
    assertEquals("[3].places", error.getPath());
  }

  @Test
  void aNightlyJobOfFilings() {
    Dossier late = new DossierBuilder().receivedOn(DAY.plusDays(1)).build();
    List<Filing> filings = new ArrayList<>();
    for (int places = 0; places < 3; places++) {
      filings.add(new Filing(company().places(places).build(), new DossierBuilder().build()));
    }
    assertEquals(3, BOOK.reviewAll(filings, DAY).size());

    filings.set(1, new Filing(filings.get(1).getInstitution(), late));
    TuoyuException error = assertThrows(TuoyuException.class, () -> BOOK.reviewAll(filings, DAY));
    assertEquals("[1].dossier.received_on", error.getPath());
  }

  @Test
  void aPlanAnswersAList() {
    List<Institution> ledger = new ArrayList<>();
    for (int places = -1; places < 5; places++) {
      ledger.add(company().places(places).build());
    }
    try (Plan plan = BOOK.plan(DAY, Arrays.asList("register", "register/market_regulation"))) {
      assertEquals(DAY, plan.asOf());
      assertEquals("register", plan.targets().get(0));
      List<Outcomes> all = plan.runRows(ledger);
      assertEquals("places", all.get(0).getError().getPath());
      assertThrows(TuoyuException.class, () -> all.get(0).get("register"));
      for (Outcomes outcomes : all.subList(1, 6)) {
        assertNull(outcomes.getError());
        assertEquals(2, outcomes.size());
        assertEquals(Outcome.MET, outcomes.get("register"));
        assertEquals(outcomes.get(0), outcomes.get("register"));
      }
      assertEquals(plan.outcomes(ledger.get(3)).toList(), all.get(3).toList());
      TuoyuException error =
          assertThrows(TuoyuException.class, () -> plan.run(0, 0, 1, false, false));
      assertEquals(ErrorCode.BAD_TABLE, error.getCode());
      assertThrows(NullPointerException.class, () -> plan.outcomes(null));
      assertThrows(NullPointerException.class, () -> plan.runRows(Collections.singletonList(null)));
    }
  }

  @Test
  void aFilingIsReviewed() {
    CareClass toddlers = new CareClassBuilder().band(Band.TODDLER).children(30).carers(2).build();
    Dossier dossier =
        new DossierBuilder()
            .receivedOn(DAY)
            .filingForm(true)
            .classes(Collections.singletonList(toddlers))
            .build();
    Review review = BOOK.review(company().build(), dossier, DAY);
    assertEquals(Status.UNMET, review.getStatus());
    assertEquals(review, BOOK.assessFiling(company().build(), dossier, DAY).getReview());
    assertNull(BOOK.assess(company().build(), DAY).getReview());
    assertEquals(dossier, BOOK.dossier(dossier.toJson()));
    try (Calendar calendar = Calendar.bundled()) {
      assertEquals(Boolean.TRUE, calendar.isWorkingDay(LocalDate.of(2022, 4, 2)));
    }
  }

  @Test
  void anErrorIsUncheckedAndSaysWhere() {
    try {
      BOOK.institution("{\"natrue\": \"nonprofit\"}");
      throw new AssertionError("no error");
    } catch (TuoyuException error) {
      assertEquals(ErrorCode.UNKNOWN_FIELD, error.getCode());
      assertEquals("natrue", error.getPath());
      assertEquals("did you mean `nature`?", error.getHint());
      assertEquals("没有这个字段", error.getMessage());
      assertEquals("no such field: natrue", error.getText().getEn());
      assertNull(error.getLine());
    }
  }

  @Test
  void aBrokenPolicyFileHasALine() {
    List<PolicyText> own = Collections.singletonList(new PolicyText("own.md", "# 标题\n\n没有内容\n"));
    TuoyuException error = assertThrows(TuoyuException.class, () -> PolicyBook.parse(own));
    assertEquals(ErrorCode.BAD_POLICY, error.getCode());
    assertEquals("own.md", error.getPath());
    assertTrue(error.getLine() >= 1);

    List<PolicyText> all = new ArrayList<>(BOOK.texts());
    try (PolicyBook same = PolicyBook.parse(all)) {
      assertEquals(BOOK.sha256(), same.sha256());
    }
  }

  @Test
  void aQuestionAsJson() {
    String answer =
        BOOK.ask(
            "{\"question\": \"goals\", \"as_of\": \"2022-04-11\", \"jurisdiction\": \"370303\"}");
    assertTrue(answer.startsWith("{\"as_of\":\"2022-04-11\""), answer);
    assertThrows(TuoyuException.class, () -> BOOK.ask("{}"));
  }

  @Test
  void recordsWithTheSameContentAreEqual() {
    assertEquals(company().build(), company().build());
    assertEquals(company().build().hashCode(), company().build().hashCode());
    assertNotEquals(company().build(), company().filed(false).build());
    HashSet<DecisionRecord> receipts = new HashSet<>();
    receipts.add(BOOK.receipt(company().build(), DAY));
    receipts.add(BOOK.receipt(company().build(), DAY));
    assertEquals(1, receipts.size());
  }

  @Test
  void nullIsRefusedWhereAValueIsNeeded() {
    assertThrows(NullPointerException.class, () -> BOOK.register(null, DAY));
    assertThrows(NullPointerException.class, () -> BOOK.register(company().build(), null));
    assertThrows(
        NullPointerException.class, () -> BOOK.assessAll(Collections.singletonList(null), DAY));
  }
}
