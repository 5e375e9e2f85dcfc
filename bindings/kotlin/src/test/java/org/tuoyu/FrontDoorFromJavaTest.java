package org.tuoyu;

import java.time.LocalDate;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The Java examples of the project's front page. */
class FrontDoorFromJavaTest {
  @Test
  void englishPage() {
    PolicyBook book = PolicyBook.bundled();
    Institution company =
        new InstitutionBuilder()
            .jurisdiction("370303")
            .legalForm(LegalForm.ENTERPRISE)
            .filed(false)
            .build();
    LocalDate asOf = LocalDate.of(2022, 9, 1);

    Registration registration = book.register(company, asOf);
    check(registration.getMessage().getZh().equals("登记：到区行政审批服务局，或区市场监管局"));

    for (Finding found : book.supports(company, asOf).getFindings()) {
      if (found.getId().equals("price-electricity")) {
        check(found.getStatus() == Status.UNMET);
        check(found.getReasons().get(0).getFact().equals("filed"));
        check(found.getCitations().get(0).getClause().equals("三（一）"));
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
    check(registration.getMessage().getZh().equals("登记：到区行政审批服务局，或区市场监管局"));
  }

  private static void check(boolean holds) {
    Assertions.assertTrue(holds);
  }
}
