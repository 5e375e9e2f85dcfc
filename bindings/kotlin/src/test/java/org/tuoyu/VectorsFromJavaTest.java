package org.tuoyu;

import org.junit.jupiter.api.Test;

class VectorsFromJavaTest {
  @Test
  void everyVectorComesOutAsExpected() {
    try (PolicyBook book = PolicyBook.bundled()) {
      new Vectors(book, JavaCaller::new).replay();
    }
  }
}
