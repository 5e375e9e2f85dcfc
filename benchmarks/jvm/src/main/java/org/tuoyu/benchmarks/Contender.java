package org.tuoyu.benchmarks;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Something that is timed, one row at a time, in rounds that alternate with those of the others. */
final class Contender {
  /** How long one round is to take, in nanoseconds. */
  private static final long ROUND = 20_000_000;

  /** How long each warms up. */
  private static final long WARM_UP =
      Long.parseLong(System.getenv().getOrDefault("WARM_UP_MS", "5000")) * 1_000_000;

  final String name;
  private final IntFunction<?> run;
  private int rows = 1;
  private int next;
  private double[] rounds = {};

  /** What was returned last: without it, nothing would have to be computed. */
  volatile Object last;

  Contender(String name, IntFunction<?> run) {
    this.name = name;
    this.run = run;
  }

  static void race(List<Contender> contenders, int rounds, int rows) {
    for (Contender contender : contenders) {
      contender.rounds = new double[rounds];
      long start = System.nanoTime();
      double took = 0;
      while (System.nanoTime() - start < WARM_UP) {
        took = contender.round(rows);
        contender.rows = took * contender.rows < ROUND ? 2 * contender.rows : contender.rows;
      }
    }
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : contenders) {
        contender.rounds[round] = contender.round(rows);
      }
    }
  }

  private double round(int of) {
    long start = System.nanoTime();
    for (int row = 0; row < rows; row++) {
      last = run.apply(next);
      next = next + 1 < of ? next + 1 : 0;
    }
    return (double) (System.nanoTime() - start) / rows;
  }

  double[] rounds() {
    return rounds.clone();
  }

  double median() {
    return median(rounds.clone());
  }

  double ratio(Contender other) {
    return median(IntStream.range(0, rounds.length).mapToDouble(at -> rounds[at] / other.rounds[at]).toArray());
  }

  private static double median(double[] values) {
    java.util.Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }
}
