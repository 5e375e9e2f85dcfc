package org.tuoyu

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser.parseString
import com.google.gson.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.LocalDate

/** Nothing that a caller typed comes out again, except names of fields that are short text without digits. */
class EchoTest {
    private val book = PolicyBook.bundled()
    private val day = LocalDate.of(2022, 9, 1)

    // Names of nobody.
    private val names = listOf("欧阳测试", "zhangsan", "Zhang San", "ouyang-ceshi")

    // Numbers of nobody: there is no place 379999, and no such telephone.
    private val numbers =
        listOf(
            "379999" + "19900101" + "0002",
            "379999" + "900101" + "001",
            "138" + "0013" + "8000",
            "lisi" + "@example" + ".com",
            "鲁" + "C12" + "345",
        )

    private val facts =
        """{"jurisdiction": "370303", "legal_form": "enterprise", "filed": false, "modes": ["hourly"], "places": 30}"""

    private fun said(call: () -> Any): String =
        try {
            call().toString()
        } catch (error: TuoyuException) {
            "$error ${error.message} ${error.path} ${error.text} ${error.hint}"
        }

    /** Every value with a secret in one place, and whether that place is a name. */
    private fun poisoned(
        whole: JsonElement,
        secret: String,
    ): List<Pair<JsonElement, Boolean>> {
        val text = JsonPrimitive(secret)
        val found = mutableListOf<Pair<JsonElement, Boolean>>(text to false)
        found += JsonArray().apply { add(text) } to false
        found += JsonObject().apply { add(secret, text) } to true
        if (whole is JsonObject) {
            for ((name, value) in whole.entrySet()) {
                for ((changed, named) in poisoned(value, secret)) {
                    found += whole.deepCopy().apply { add(name, changed) } to named
                }
                val renamed = whole.deepCopy()
                renamed.remove(name)
                found += renamed.apply { add(secret, value) } to true
            }
        }
        return found
    }

    @Test
    fun `no question gives back what was typed`() {
        val receipt = book.receipt(book.institution(facts), day)
        val verify =
            """{"format": "${receipt.format}", "version": "", "edition": "", "edition_sha256": "", "calendar_sha256": "",""" +
                """ "as_of": "2022-09-01", "input_sha256": "", "outcome": "", "sha256": ""}"""
        val requests =
            listOf(
                """{"question": "register", "as_of": "2022-09-01", "facts": $facts}""",
                """{"question": "what_if", "as_of": "2022-09-01", "facts": $facts, "target": "price-water"}""",
                """{"question": "duties_after", "as_of": "2022-09-01", "facts": $facts, "event": "name_changed"}""",
                """{"question": "responsible", "as_of": "2022-09-01", "query": "消防", "jurisdiction": "370303"}""",
                """{"question": "credit_code", "as_of": "2022-09-01", "query": "91370303MA0000000J"}""",
                """{"question": "verify", "as_of": "2022-09-01", "facts": $facts, "receipt": $verify}""",
            )
        for (secret in names + numbers) {
            for (request in requests) {
                for ((changed, named) in poisoned(parseString(request), secret)) {
                    if (named && secret in names) continue
                    assertFalse(secret in said { book.ask(changed.toString()) }, changed.toString())
                }
            }
        }
    }

    @Test
    fun `no typed question gives back what was typed`() {
        val known = book.institution(facts)
        val plan = book.plan(day, emptyList())
        for (secret in names + numbers) {
            for (changed in listOf(known.copy(jurisdiction = secret), known.copy(creditCode = secret))) {
                assertFalse(secret in changed.toString())
                assertFalse(secret in said { book.register(changed, day) })
                assertFalse(secret in said { book.assess(changed, day) })
                assertFalse(secret in said { plan.outcomes(changed) })
            }
            assertFalse(secret in said { book.whatIf(secret, known, day) })
            assertFalse(secret in said { book.responsible(secret, "370303", day) })
            assertFalse(secret in said { book.goals(secret, day) })
            assertFalse(secret in said { book.creditCode(secret) })
            assertFalse(secret in said { book.plan(day, listOf(secret)) })
            assertFalse(secret in said { plan.ask("""{"nature": "$secret"}""") })
        }
        for (secret in numbers) {
            assertFalse(secret in said { PolicyBook.parse(listOf(PolicyText("$secret.md", "# x"))) })
        }
    }

    @Test
    fun `a record is shown without what may be personal`() {
        val code = "92370303MA0000000F"
        val known = Institution(jurisdiction = "370303", creditCode = code, filed = true)
        assertFalse("MA0000000" in known.toString())
        assertTrue("370303" in known.toString())
        assertTrue(code in known.toJson())
        val read = book.creditCode(code)
        assertFalse("MA0000000" in read.toString())
        assertEquals(code, read.code)
    }
}
