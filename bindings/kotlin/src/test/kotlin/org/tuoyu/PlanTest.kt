package org.tuoyu

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.assertThrows
import java.io.File
import java.time.LocalDate
import java.util.concurrent.Callable
import java.util.concurrent.Executors

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanTest {
    private val book = PolicyBook.bundled()
    private val day = LocalDate.of(2022, 4, 11)
    private val plan = book.plan(day, emptyList())
    private val company = Institution(jurisdiction = "370303", legalForm = LegalForm.ENTERPRISE, nature = Nature.FOR_PROFIT)

    @AfterAll
    fun close() {
        plan.close()
        book.close()
    }

    @Test
    fun `a plan answers as the assessment does for every vector`() {
        val cases = vectors()
        val plans = HashMap<LocalDate, Plan>()
        val compared =
            cases.sumOf { (facts, asOf) ->
                val answered = runCatching { book.assess(book.institution(facts), asOf) to book.institution(facts) }
                val (assessment, institution) = answered.getOrNull() ?: return@sumOf 0
                val outcomes = plans.getOrPut(asOf) { book.plan(asOf, emptyList()) }.outcomes(institution)
                val expected = expected(assessment)
                assertEquals(expected, expected.keys.associateWith(outcomes::get), "$facts on $asOf")
                expected.size
            }
        println("%,d institutions and days, %,d outcomes compared".format(cases.size, compared))
        assertTrue(cases.size > 300 && compared > 10_000)
        plans.values.forEach(Plan::close)
    }

    @Test
    fun `a plan says of a filing what its review does, for every vector`() {
        val cases = cases().filter { it["question"]?.asString == "review" && !it.has("policies") }
        val plans = HashMap<LocalDate, Plan>()
        var compared = 0
        for (case in cases) {
            val asOf = LocalDate.parse(case["as_of"].asString)
            val read =
                runCatching {
                    book.institution((case["facts"] ?: JsonObject()).toString()) to
                        book.dossier(case["dossier"].toString())
                }
            val (facts, dossier) = read.getOrNull() ?: continue
            val review = runCatching { book.review(facts, dossier, asOf) }.getOrNull() ?: continue
            val outcomes = plans.getOrPut(asOf) { book.plan(asOf, listOf("requirements")) }.outcomes(facts, dossier)
            for (finding in review.findings.filter { it.id != "unmet-either-way" }) {
                val position = finding.subject?.filter { it.isDigit() }?.toInt()
                val found = if (position == null) outcomes[finding.id] else outcomes.ofClass(finding.id, position)
                assertEquals(outcome(finding.status, finding.openBecause), found, "${case["name"]} ${finding.id}")
                compared += 1
            }
            val status =
                when (outcomes["review"]) {
                    Outcome.MET -> Status.MET
                    Outcome.UNMET -> Status.UNMET
                    else -> Status.OPEN
                }
            assertEquals(review.status, status, case["name"].asString)
        }
        println("%,d filings, %,d outcomes compared".format(cases.size, compared))
        assertTrue(compared > 1_000)
        plans.values.forEach(Plan::close)
    }

    @Test
    fun `filings at once, some of which cannot be read`() {
        book.plan(day, listOf("register", "requirements")).use {
            val classes = listOf(CareClass(band = Band.INFANT, children = 12), CareClass(band = Band.INFANT, children = 9))
            val facts = company.copy(service = Service.INSTITUTION)
            val sound = Filing(facts, Dossier(classes = classes))
            val wrong = Filing(facts, Dossier(classes = listOf(CareClass(children = -1))))
            val all = it.runFilings(listOf(sound, wrong, Filing(facts, Dossier())))
            assertEquals(listOf(null, "dossier.classes[0].children", null), all.map { one -> one.error?.path })
            assertEquals(it.outcomes(facts, Dossier(classes = classes)).toList(), all[0].toList())
            assertEquals(listOf(Outcome.UNMET, Outcome.MET), List(2) { at -> all[0].ofClass("class-size-infant", at) })
            assertNull(all[0].ofClass("register", 0))
            assertEquals(Outcome.MET, all[0]["register"])
            assertEquals(Outcome.OPEN_FACTS, all[2]["class-size-infant"])
            assertThrows<IndexOutOfBoundsException> { all[0].ofClass("class-size-infant", 2) }
            assertEquals(ErrorCode.OUT_OF_RANGE, assertThrows<TuoyuException> { it.outcomes(facts, wrong.dossier) }.code)
        }
    }

    private fun cases(): List<JsonObject> {
        val folders = listOfNotNull(System.getProperty("tuoyu.vectors"), System.getenv("TUOYU_VECTORS"))
        val files = folders.flatMap { File(it).listFiles { file -> file.extension == "json" }.orEmpty().toList() }
        val cases = files.flatMap { JsonParser.parseString(it.readText()).asJsonObject.getAsJsonArray("cases") }
        return cases.map { it.asJsonObject }
    }

    private fun vectors(): Set<Pair<String, LocalDate>> =
        cases()
            .filter { it.has("facts") && it.has("as_of") }
            .mapNotNull { case: JsonObject ->
                runCatching { case["facts"].toString() to LocalDate.parse(case["as_of"].asString) }.getOrNull()
            }.toSet()

    /** The outcomes that an assessment states, by target. */
    private fun expected(assessment: Assessment): Map<String, Outcome> {
        val register = assessment.registration
        val found = (register.steps + assessment.supports.findings).associate { it.id to outcome(it.status, it.openBecause) }
        val lapsed = assessment.supports.lapsed.associate { it.id to Outcome.NOT_IN_FORCE }
        val local = register.scope.state == ScopeState.IN_FORCE
        return found + lapsed +
            ("register" to if (local) outcome(register.status, register.openBecause) else Outcome.NOT_IN_FORCE)
    }

    private fun outcome(
        status: Status,
        because: OpenBecause?,
    ) = when (status) {
        Status.MET -> Outcome.MET
        Status.UNMET -> Outcome.UNMET
        Status.OPEN -> Outcome.valueOf("OPEN_$because")
    }

    @Test
    fun `JSON says what a record does`() {
        val told = JsonParser.parseString(plan.ask(company.toJson())).asJsonObject
        assertEquals(day.toString(), told["as_of"].asString)
        val outcomes = plan.outcomes(company)
        val found = told["outcomes"].asJsonObject
        assertEquals(
            plan.targets().associateWith { outcomes[it].name.lowercase() },
            found.keySet().associateWith { found[it].asJsonObject["outcome"].asString },
        )
        val reasons = found["register"].asJsonObject["reasons"].asJsonArray.map { it.asString }
        assertTrue(reasons.isNotEmpty() && book.vocabulary().map { it.name }.containsAll(reasons))
        val error = assertThrows<TuoyuException> { plan.ask("""{"filed": 1}""") }
        assertEquals(ErrorCode.WRONG_TYPE to "filed", error.code to error.path)
    }

    @Test
    fun `many at once are the same as each by itself`() {
        val institutions = List(2_500) { company.copy(places = it % 100, filed = listOf(true, false, null)[it % 3]) }
        assertEquals(institutions.map { plan.outcomes(it).toList() }, plan.runRows(institutions).map { it.toList() })
        assertEquals(emptyList<Outcomes>(), plan.runRows(emptyList()))
    }

    @Test
    fun `one that cannot be read does not fail the others`() {
        val institutions = listOf(company, company.copy(places = -1), company.copy(jurisdiction = "张店"), Institution())
        val all = plan.runRows(institutions)
        assertEquals(listOf(null, "places", "jurisdiction", null), all.map { it.error?.path })
        assertEquals(listOf(null, ErrorCode.OUT_OF_RANGE, ErrorCode.UNKNOWN_JURISDICTION, null), all.map { it.error?.code })
        assertEquals(Outcome.MET, all[0]["register"])
        assertEquals(Outcome.OPEN_FACTS, all[3]["register"])
        assertEquals(ErrorCode.OUT_OF_RANGE, assertThrows<TuoyuException> { all[1]["register"] }.code)
        assertEquals("places", assertThrows<TuoyuException> { plan.outcomes(institutions[1]) }.path)
    }

    @Test
    fun `targets that are named`() {
        book.plan(day, listOf("register/market_regulation", "register", "register")).use {
            assertEquals(listOf("register/market_regulation", "register", "register"), it.targets())
            assertEquals(day, it.asOf())
            val outcomes = it.outcomes(company)
            assertEquals(3, outcomes.size())
            assertEquals("[MET, MET, MET]", outcomes.toString())
            assertEquals(outcomes[1], outcomes["register"])
            assertNull(outcomes.error)
            assertThrows<IndexOutOfBoundsException> { outcomes[3] }
            assertThrows<IndexOutOfBoundsException> { outcomes[-1] }
            val error = assertThrows<TuoyuException> { outcomes["price-electricity"] }
            assertEquals(ErrorCode.UNKNOWN_TARGET, error.code)
        }
    }

    @Test
    fun `what cannot be compiled says why`() {
        val unknown = assertThrows<TuoyuException> { book.plan(day, listOf("registr")) }
        assertEquals(ErrorCode.UNKNOWN_TARGET to "did you mean `register`?", unknown.code to unknown.hint)
        val far = assertThrows<TuoyuException> { book.plan(LocalDate.MAX, emptyList()) }
        assertEquals(ErrorCode.OUT_OF_RANGE to "as_of", far.code to far.path)
    }

    @Test
    fun `a plan outlives its book, and outcomes their plan`() {
        val own = PolicyBook.bundled()
        val plan = own.plan(day, listOf("register"))
        own.close()
        val outcomes = plan.outcomes(company)
        plan.close()
        plan.close()
        assertEquals(Outcome.MET, outcomes["register"])
        assertThrows<IllegalStateException> { plan.outcomes(company) }
    }

    @Test
    fun `one plan serves many threads`() {
        val expected = plan.outcomes(company).toList()
        val pool = Executors.newFixedThreadPool(4)
        try {
            val found = pool.invokeAll(List(64) { Callable { plan.outcomes(company).toList() } })
            found.forEach { assertEquals(expected, it.get()) }
        } finally {
            pool.shutdown()
        }
    }
}
