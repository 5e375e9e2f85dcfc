package org.tuoyu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/**
 * Every hash of a receipt, recomputed from `docs/receipts.md` with nothing but `java.security` and
 * strings.
 */
class ReceiptByHandTest {
  private static final LocalDate DAY = LocalDate.of(2022, 9, 1);
  // Fictitious: no such notice exists.
  private static final String NEWER = "[[year]]\nyear = 2027\nnumber = \"虚构\"\n";

  private static String sha256(String text) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return String.format(
        "%064x", new BigInteger(1, digest.digest(text.getBytes(StandardCharsets.UTF_8))));
  }

  /** The hash of the other fields. None of them holds a character that is escaped. */
  private static String seal(DecisionRecord receipt) throws Exception {
    String fields =
        "{\"as_of\":\"%s\",\"calendar_sha256\":\"%s\",\"edition\":\"%s\",\"edition_sha256\":\"%s\","
            + "\"format\":\"%s\",\"input_sha256\":\"%s\",\"outcome\":\"%s\",\"version\":\"%s\"}";
    return sha256(
        String.format(
            fields,
            receipt.getAsOf(),
            receipt.getCalendarSha256(),
            receipt.getEdition(),
            receipt.getEditionSha256(),
            receipt.getFormat(),
            receipt.getInputSha256(),
            receipt.getOutcome(),
            receipt.getVersion()));
  }

  private static DecisionRecord with(
      DecisionRecord receipt, LocalDate asOf, String edition, String sha256) {
    return new DecisionRecord(
        receipt.getFormat(),
        receipt.getVersion(),
        edition,
        receipt.getEditionSha256(),
        receipt.getCalendarSha256(),
        asOf,
        receipt.getInputSha256(),
        receipt.getOutcome(),
        sha256);
  }

  @Test
  void everyHashIsRecomputed() throws Exception {
    try (PolicyBook bundled = PolicyBook.bundled();
        PolicyBook book = PolicyBook.parseWithCalendar(bundled.texts(), NEWER)) {
      Institution company =
          new InstitutionBuilder()
              .jurisdiction("张店区")
              .legalForm(LegalForm.ENTERPRISE)
              .filed(false)
              .modes(Arrays.asList(Mode.HOURLY, Mode.FULL_DAY, Mode.HOURLY))
              .build();
      Dossier dossier =
          new DossierBuilder()
              .classes(Collections.singletonList(new CareClassBuilder().build()))
              .build();
      DecisionRecord receipt = book.assessFiling(company, dossier, DAY).getReceipt();
      assertEquals(seal(receipt), receipt.getSha256());
      String facts =
          "\"facts\":{\"filed\":false,\"jurisdiction\":\"370303\",\"legal_form\":\"enterprise\","
              + "\"modes\":[\"full_day\",\"hourly\"]}}";
      assertEquals(sha256("{\"dossier\":{\"classes\":[{}]}," + facts), receipt.getInputSha256());
      assertEquals(sha256("{" + facts), book.receipt(company, DAY).getInputSha256());
      String[] files = new String[bundled.texts().size()];
      for (int at = 0; at < files.length; at++) {
        files[at] = sha256(bundled.texts().get(at).getText());
      }
      Arrays.sort(files);
      assertEquals(sha256(String.join("\n", files)), receipt.getEditionSha256());
      byte[] years =
          Files.readAllBytes(
              Paths.get(System.getProperty("tuoyu.vectors"), "../../core/data/working-days.toml"));
      String calendar = sha256(new String(years, StandardCharsets.UTF_8)) + "\n" + sha256(NEWER);
      assertEquals(sha256(calendar), receipt.getCalendarSha256());
      assertEquals(book.calendarSha256(), receipt.getCalendarSha256());
      assertNotEquals(bundled.calendarSha256(), receipt.getCalendarSha256());
    }
  }

  @Test
  void anyChangeIsNoticed() throws Exception {
    try (PolicyBook book = PolicyBook.bundled()) {
      Institution company = new InstitutionBuilder().jurisdiction("370303").filed(false).build();
      DecisionRecord receipt = book.receipt(company, DAY);
      assertEquals(Verdict.CONFIRMED, book.verify(receipt, company).getVerdict());
      for (int days = -400; days <= 400; days++) {
        DecisionRecord moved =
            with(receipt, DAY.plusDays(days), receipt.getEdition(), receipt.getSha256());
        Verdict verdict = book.verify(moved, company).getVerdict();
        assertEquals(days == 0 ? Verdict.CONFIRMED : Verdict.ALTERED, verdict);
      }
      DecisionRecord edition = with(receipt, DAY, "1026-11-23", receipt.getSha256());
      assertEquals(Verdict.ALTERED, book.verify(edition, company).getVerdict());
      DecisionRecord anew = with(receipt, DAY, "1026-11-23", seal(edition));
      assertEquals(Verdict.EDITION_DIFFERS, book.verify(anew, company).getVerdict());
      String facts = company.toJson();
      String request = "{\"question\": \"verify\", \"as_of\": \"2022-09-01\", \"facts\": " + facts;
      String[] wrong = {
        "{}", "{\"format\": 1}", "{\"note\": \"\"}", "[]", "{\"edition\": \"\", \"edition\": \"\"}"
      };
      for (String stored : wrong) {
        TuoyuException error =
            assertThrows(
                TuoyuException.class, () -> book.ask(request + ", \"receipt\": " + stored + "}"));
        assertEquals("receipt", error.getPath().split("\\.")[0]);
      }
    }
  }
}
