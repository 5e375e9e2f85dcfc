package org.tuoyu.benchmarks;

import java.util.List;
import org.tuoyu.Assessment;
import org.tuoyu.Citation;
import org.tuoyu.Finding;
import org.tuoyu.Registration;
import org.tuoyu.Review;
import org.tuoyu.Supports;
import org.tuoyu.Text;

/**
 * Answers read as a caller reads them: every finding as an object, with its sentences, reasons and citations where they are
 * asked for. All that this folder knows of the shape of an answer stands here.
 */
final class Told {
  private Told() {}

  /** How many findings are met, each of them an object. */
  static int findings(Registration answer) {
    return met(answer.getSteps()) + answer.getAuthorities().size();
  }

  static int findings(Supports answer) {
    return met(answer.getFindings());
  }

  static int findings(Review answer) {
    return met(answer.getFindings());
  }

  static int findings(Assessment answer) {
    return findings(answer.getRegistration()) + findings(answer.getSupports());
  }

  /** How long it all is: every sentence, zh and en, reason and citation. */
  static int all(Registration answer) {
    return text(answer.getMessage()) + citations(answer.getCitations()) + all(answer.getSteps());
  }

  static int all(Supports answer) {
    return all(answer.getFindings());
  }

  static int all(Review answer) {
    return text(answer.getMessage()) + all(answer.getFindings());
  }

  static int all(Assessment answer) {
    return all(answer.getRegistration()) + all(answer.getSupports());
  }

  private static int met(List<Finding> findings) {
    int met = 0;
    for (Finding found : findings) {
      met += found.getStatus() == org.tuoyu.Status.MET ? 1 : 0;
    }
    return met;
  }

  private static int all(List<Finding> findings) {
    int length = 0;
    for (Finding found : findings) {
      length += text(found.getTitle()) + text(found.getMessage()) + citations(found.getCitations());
      for (var reason : found.getReasons()) {
        length += reason.getFact().length() + reason.getLabel().length() + reason.getWanted().length();
      }
      for (Text note : found.getNotes()) {
        length += text(note);
      }
    }
    return length;
  }

  private static int citations(List<Citation> citations) {
    int length = 0;
    for (Citation citation : citations) {
      length += citation.getInstrument().length() + citation.getClause().length();
      for (String quotation : citation.getQuotations()) {
        length += quotation.length();
      }
    }
    return length;
  }

  private static int text(Text text) {
    return text.getZh().length() + text.getEn().length();
  }
}
