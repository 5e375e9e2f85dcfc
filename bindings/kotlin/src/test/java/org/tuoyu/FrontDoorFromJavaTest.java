package org.tuoyu;

import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The Java examples of the project's front page. */
class FrontDoorFromJavaTest {
  @Test
  void englishPage() {
    PolicyBook book = PolicyBook.bundled();
    Institution company =
        new InstitutionBuilder()
            .jurisdiction("370303") // 张店区
            .legalForm(LegalForm.ENTERPRISE)
            .filed(false)
            .build();
    LocalDate asOf = LocalDate.of(2022, 9, 1);

    Registration registration = book.register(company, asOf);
    assert registration.getMessage().getZh().equals("登记：到区行政审批服务局（条文也列区市场监管局）登记");

    for (Finding found : book.supports(company, asOf).getFindings()) {
      if (found.getId().equals("price-electricity")) {
        assert found.getStatus() == Status.UNMET;
        assert found.getReasons().get(0).getFact().equals("filed"); // file first
        assert found.getCitations().get(0).getClause().equals("三（一）");
      }
    }

    Dossier dossier = new DossierBuilder().receivedOn(asOf).filingForm(false).build();
    Review review = book.review(company, dossier, asOf);
    assert review.getStatus() == Status.UNMET;
    for (Finding gap : review.getFindings()) {
      if (gap.getStatus() == Status.UNMET) {
        System.out.println(gap.getMessage().getZh()); // 备案书: what is missing, and where it is cured
      }
    }

    try {
      book.institution("{\"natrue\": \"nonprofit\"}");
    } catch (TuoyuException error) {
      assert error.getCode() == ErrorCode.UNKNOWN_FIELD;
      assert error.getPath().equals("natrue");
      assert error.getHint().equals("did you mean `nature`?");
    }

    try (Plan plan = book.plan(asOf, Arrays.asList("register", "price-electricity"))) {
      Outcomes outcomes = plan.outcomes(company);
      assert outcomes.get("price-electricity") == Outcome.UNMET;

      for (Outcomes each : plan.runRows(Arrays.asList(company, company))) {
        assert each.getError() == null; // one that cannot be read has its error here
        assert each.get("register") == Outcome.MET;
      }
    }
  }

  @Test
  void chinesePage() {
    PolicyBook book = PolicyBook.bundled();
    Institution company =
        new InstitutionBuilder()
            .jurisdiction("370303")
            .legalForm(LegalForm.ENTERPRISE)
            .filed(false)
            .build();
    Registration registration = book.register(company, LocalDate.of(2022, 9, 1));
    check(registration.getMessage().getZh().equals("登记：到区行政审批服务局（条文也列区市场监管局）登记"));
  }

  private static void check(boolean holds) {
    Assertions.assertTrue(holds);
  }
}
