package org.tuoyu

import com.google.gson.JsonParser.parseString
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class VectorsTest {
    @Test
    fun `every vector comes out as expected`() {
        PolicyBook.bundled().use { Vectors(KotlinCaller(it)).replay() }
    }

    @Test
    fun `a difference is seen`() {
        val expected = parseString("""{"status": "met", "findings": {"a": {"missing": [], "unsettled": 0}}}""")
        val found = parseString("""{"status": "open", "findings": {"a": {"missing": ["filed"], "unsettled": 0}}, "more": 1}""")
        assertEquals(
            listOf("/status: expected \"met\", found \"open\"", "/findings/a/missing: expected [], found [\"filed\"]"),
            Vectors.differences(expected, found),
        )
        assertEquals(emptyList<String>(), Vectors.differences(expected, expected))
    }
}
