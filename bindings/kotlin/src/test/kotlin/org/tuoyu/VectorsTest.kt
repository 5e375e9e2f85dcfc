package org.tuoyu

import com.google.gson.JsonParser.parseString
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class VectorsTest {
    @Test
    fun `every vector comes out as expected`() {
        PolicyBook.bundled().use { Vectors(it, ::KotlinCaller).replay() }
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
        val reply = parseString("""{"findings": [{"id": "a", "subject": "classes[0]"}, {"fact": "filed"}], "text": "到区卫健局"}""")
        val right = parseString("""{"findings": {"a@classes[0]": {}, "b": null}, "text": {"contains": ["区"], "lacks": ["市"]}}""")
        assertEquals(emptyList<String>(), Vectors.differences(right, reply))
        listOf("""{"text": {"contains": ["市"]}}""", """{"text": {"lacks": ["区"]}}""", """{"findings": {"a": {}}}""").forEach {
            assertEquals(1, Vectors.differences(parseString(it), reply).size, it)
        }
    }
}
