package org.tuoyu

import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

class ReadmeTest {
    @Test
    fun `every line of an example is run by a test`() {
        assertRun("README.md", "kotlin", "src/test/kotlin/org/tuoyu/PolicyBookTest.kt")
        assertRun("README.md", "java", "src/test/java/org/tuoyu/FromJavaTest.java")
        assertRun("../../docs/kotlin.md", "kotlin", "src/test/kotlin/org/tuoyu/FrontDoorTest.kt")
        assertRun("../../docs/java.md", "java", "src/test/java/org/tuoyu/FrontDoorFromJavaTest.java")
    }

    private fun assertRun(
        page: String,
        language: String,
        test: String,
    ) {
        val blocks =
            File(page)
                .readText()
                .split("```$language\n")
                .drop(1)
                .map { it.substringBefore("```") }
        val run = File(test).readLines().map { it.trim() }
        val lines = blocks.flatMap { it.lines() }.map { it.trim() }.filter { it.isNotEmpty() }
        assertTrue(lines.size > 3 && run.containsAll(lines), "$page: ${lines - run.toSet()}")
    }
}
