package org.tuoyu

import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

class ReadmeTest {
    @Test
    fun `every line of an example is run by a test`() {
        assertRun("kotlin", "src/test/kotlin/org/tuoyu/PolicyBookTest.kt")
        assertRun("java", "src/test/java/org/tuoyu/FromJavaTest.java")
    }

    private fun assertRun(
        language: String,
        test: String,
    ) {
        val example = File("README.md").readText().substringAfter("```$language\n").substringBefore("```")
        val run = File(test).readLines().map { it.trim() }
        val lines = example.lines().map { it.trim() }.filter { it.isNotEmpty() }
        assertTrue(lines.size > 3 && run.containsAll(lines), "${lines - run.toSet()}")
    }
}
