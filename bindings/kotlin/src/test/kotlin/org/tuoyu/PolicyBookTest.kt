package org.tuoyu

import com.google.gson.JsonParser.parseString
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.junit.jupiter.api.assertThrows
import java.time.LocalDate
import java.util.concurrent.Callable
import java.util.concurrent.Executors

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyBookTest {
    private val book = PolicyBook.bundled()
    private val day = LocalDate.of(2022, 4, 11)
    private val company = Institution(jurisdiction = "370303", legalForm = LegalForm.ENTERPRISE, nature = Nature.FOR_PROFIT)

    @AfterAll
    fun close() = book.close()

    @Test
    fun `the example of the README`() {
        val book = PolicyBook.bundled()
        val company = Institution(jurisdiction = "370303", legalForm = LegalForm.ENTERPRISE)
        val assessment = book.assess(company, LocalDate.of(2022, 4, 11))
        println(assessment.registration.message.zh) // 登记：到区行政审批服务局（条文也列区市场监管局）登记
        println(assessment.registration.citations[0].clause) // 二（五）10
        assertEquals("登记：到区行政审批服务局（条文也列区市场监管局）登记", assessment.registration.message.zh)
        assertEquals("二（五）10", assessment.registration.citations[0].clause)
    }

    @Test
    fun `a fact that is left out is unknown`() {
        val registration = book.register(Institution(jurisdiction = "370303"), day)
        assertEquals(Status.OPEN, registration.status)
        assertEquals(OpenBecause.FACTS, registration.openBecause)
        assertTrue(registration.missing.any { it.fact == "legal_form" && it.label == "登记类型" })
    }

    @Test
    fun `before the first edition nothing is in force`() {
        val registration = book.register(company, LocalDate.of(2021, 12, 30))
        assertEquals(ScopeState.NOT_YET_IN_FORCE, registration.scope.state)
        assertEquals(LocalDate.of(2021, 12, 31), registration.scope.firstDay)
        assertEquals(Status.OPEN, registration.status)
        assertEquals(emptyList<Authority>(), registration.authorities)
        assertEquals(ScopeState.NOT_YET_IN_FORCE, book.goals("370303", LocalDate.of(2021, 12, 30)).scope.state)
    }

    @Test
    fun `another place is out of scope`() {
        for (place in listOf("110101", "淄博高新区")) {
            val elsewhere = company.copy(jurisdiction = place)
            assertEquals(ScopeState.OUT_OF_SCOPE, book.register(elsewhere, day).scope.state, place)
            assertEquals(emptyList<Authority>(), book.register(elsewhere, day).authorities, place)
            assertEquals(ScopeState.OUT_OF_SCOPE, book.supports(elsewhere, day).scope.state, place)
            assertEquals(ScopeState.OUT_OF_SCOPE, book.responsible("消防", place, day).scope.state, place)
        }
    }

    @Test
    fun `many at once are the same as each by itself`() {
        val institutions = listOf(company, Institution(), company.copy(filed = true), company.copy(jurisdiction = "110101"))
        assertEquals(institutions.map { book.assess(it, day) }, book.assessAll(institutions, day))
        assertEquals(emptyList<Assessment>(), book.assessAll(emptyList(), day))
    }

    @Test
    fun `more than a thousand at once are refused`() {
        val error = assertThrows<TuoyuException> { book.assessAll(List(1_001) { company }, day) }
        assertEquals(ErrorCode.TOO_LONG, error.code)
        assertEquals("institutions", error.path)
    }

    @Test
    fun `an error in a list says which one`() {
        val institutions = List(5) { company.copy(places = if (it == 3) -1 else it) }
        val error = assertThrows<TuoyuException> { book.assessAll(institutions, day) }
        assertEquals(ErrorCode.OUT_OF_RANGE, error.code)
        assertEquals("[3].places", error.path)
    }

    @Test
    fun `many filings at once are the same as each by itself`() {
        val filings = listOf(Filing(company, Dossier()), Filing(Institution(), Dossier(fireProof = true)))
        assertEquals(filings.map { book.review(it.institution, it.dossier, day) }, book.reviewAll(filings, day))
        assertEquals(emptyList<Review>(), book.reviewAll(emptyList(), day))
        val error = assertThrows<TuoyuException> { book.reviewAll(List(1_001) { filings.first() }, day) }
        assertEquals(ErrorCode.TOO_LONG, error.code)
        assertEquals("filings", error.path)
    }

    @Test
    fun `an error in a list of filings says which one and where in it`() {
        val wrong = Dossier(receivedOn = day.plusDays(1))
        val late = List(4) { Filing(company, if (it == 2) wrong else Dossier()) }
        val error = assertThrows<TuoyuException> { book.reviewAll(late, day) }
        assertEquals(ErrorCode.CONFLICT, error.code)
        assertEquals("[2].dossier.received_on", error.path)
        val far = List(4) { Filing(if (it == 3) company.copy(places = -1) else company, Dossier()) }
        assertEquals("[3].places", assertThrows<TuoyuException> { book.reviewAll(far, day) }.path)
    }

    @Test
    fun `a receipt is replayed`() {
        val receipt = book.receipt(company, day)
        assertEquals(book.assess(company, day).receipt, receipt)
        assertEquals(Verdict.CONFIRMED, book.verify(receipt, company).verdict)
        assertEquals(Verdict.INPUT_DIFFERS, book.verify(receipt, company.copy(filed = true)).verdict)
        assertEquals(Verdict.ALTERED, book.verify(receipt.copy(outcome = ""), company).verdict)
    }

    @Test
    fun `what would have to change`() {
        val found = book.whatIf("register", company.copy(nature = Nature.NONPROFIT), day)
        assertEquals(Status.OPEN, found.status)
        assertEquals(listOf("legal_form", "nature"), found.remedies.map { it.changes.single().fact })
        val error = assertThrows<TuoyuException> { book.whatIf("registr", company, day) }
        assertEquals(ErrorCode.UNKNOWN_TARGET, error.code)
        assertEquals("did you mean `register`?", error.hint)
    }

    @Test
    fun `an assessment in plain Chinese`() {
        assertTrue(book.explain(company, day, Format.TEXT).startsWith("托育政策说明（2022年4月11日）\n"))
        assertTrue(book.explain(company, day, Format.MARKDOWN).startsWith("# 托育政策说明（2022年4月11日）\n"))
    }

    @Test
    fun `a filing is reviewed`() {
        val dossier =
            Dossier(
                receivedOn = day,
                filingForm = true,
                commitment = false,
                classes = listOf(CareClass(band = Band.TODDLER, children = 30, carers = 2)),
            )
        val review = book.review(company, dossier, day)
        assertEquals(Status.UNMET, review.status)
        assertTrue(review.findings.any { it.status == Status.UNMET && it.subject == "classes[0]" })
        assertEquals(review, book.assessFiling(company, dossier, day).review)
        assertEquals(dossier, book.dossier(dossier.toJson()))
        assertTrue(book.notice(company, dossier, day, Format.TEXT).contains("一次性告知书"))
        assertTrue(book.acknowledgement(company, dossier, day, Format.TEXT).contains("备案回执"))
        val crowded = dossier.copy(classes = listOf(CareClass(), CareClass(children = -1)))
        assertFails(ErrorCode.OUT_OF_RANGE, "dossier.classes[1].children") { book.review(company, crowded, day) }
    }

    @Test
    fun `a deadline in working days`() {
        Calendar.bundled().use {
            val deadline = it.deadline(LocalDate.of(2022, 3, 14), 15, startCounts = false)
            assertEquals(LocalDate.of(2022, 4, 2), deadline.due)
            assertNull(it.isWorkingDay(LocalDate.of(it.lastYear() + 1, 3, 1)))
            assertFails(ErrorCode.OUT_OF_RANGE, "working_days") { it.deadline(day, 0, startCounts = false) }
        }
    }

    @Test
    fun `a credit code is put right`() {
        val read = book.creditCode("91350100 M0001OOY43")
        assertEquals("91350100M000100Y43", read.code)
        assertEquals(listOf(RepairReason.SEPARATOR, RepairReason.LOOK_ALIKE, RepairReason.LOOK_ALIKE), read.repairs.map { it.why })
        val error = assertThrows<TuoyuException> { book.creditCode("91350100M000100Y44") }
        assertEquals(ErrorCode.BAD_CREDIT_CODE, error.code)
        assertEquals("org.tuoyu.TuoyuException: ${error.message} (${error.text.en})", error.toString())
    }

    @Test
    fun `who is responsible`() {
        val found = book.responsible("二（五）10", "张店区", day)
        assertEquals(
            "health",
            found.named
                .single()
                .departments
                .first()
                .id,
        )
        assertEquals(24, book.departments("370303", day).departments.size)
        assertTrue(book.seats("370303", day).seats.any { it.role == SeatRole.CONVENER })
        assertTrue(book.clauses("370303", day).clauses.any { it.citation.clause == "二（五）10" })
        assertTrue(book.goals("370303", LocalDate.of(2026, 1, 1)).goals.all { it.past })
    }

    @Test
    fun `the vocabulary is that of the record`() {
        val fields =
            Institution::class.java.declaredFields
                .map { it.name }
                .filter { it != "Companion" }
        val names = book.vocabulary().map { it.name.replace(Regex("_(.)")) { match -> match.groupValues[1].uppercase() } }
        assertEquals(fields, names)
        assertTrue("full_day" in book.vocabulary().single { it.name == "modes" }.words)
    }

    @Test
    fun `words have their Chinese term`() {
        assertEquals("符合", Status.MET.label())
        assertEquals("民办非企业", LegalForm.SOCIAL_SERVICE_ORGANIZATION.label().substring(7, 12))
        assertEquals("不供餐", Meals.NONE.label())
    }

    @Test
    fun `a question as JSON`() {
        val facts = company.toJson()
        val answer = book.ask("""{"question": "register", "as_of": "2022-04-11", "facts": $facts}""")
        val registration = parseString(answer).asJsonObject
        assertEquals("met", registration["status"].asString)
        assertEquals(book.register(company, day).message.zh, registration["message"].asJsonObject["zh"].asString)
        val error = assertThrows<TuoyuException> { book.ask("""{"question": "regster", "as_of": "2022-04-11"}""") }
        assertEquals(ErrorCode.UNKNOWN_QUESTION, error.code)
        assertEquals("did you mean `register`?", error.hint)
    }

    @Test
    fun `an institution from JSON and back`() {
        val full =
            company.copy(
                modes = listOf(Mode.FULL_DAY, Mode.HOURLY),
                places = 90,
                leaseFrom = LocalDate.of(2022, 1, 1),
                leaseUntil = LocalDate.of(2032, 12, 31),
                dwelling = false,
            )
        assertEquals(full, book.institution(full.toJson()))
        assertEquals(Institution(), book.institution("{}"))
        assertEquals(Institution(), book.institution("""{"nature": null}"""))
        assertEquals("{}", Institution().toJson())
        assertEquals(Nature.NONPROFIT, book.institution("""{"nature": "非营利性"}""").nature)
    }

    @Test
    fun `a number is read as it is written`() {
        assertEquals(30, book.institution("""{"places": 3000000000000000000000e-20}""").places)
        val plan = book.plan(day, listOf("register"))
        val cases =
            listOf(
                "1e-400" to ErrorCode.WRONG_TYPE,
                "30.0000000000000000001" to ErrorCode.WRONG_TYPE,
                "1e400" to ErrorCode.OUT_OF_RANGE,
            )
        for ((number, code) in cases) {
            val json = """{"places": $number}"""
            assertFails(code, "places") { book.institution(json) }
            assertFails(code, "places") { plan.ask(json) }
            assertFails(code, "facts.places") {
                book.ask("""{"question": "register", "as_of": "2026-03-02", "facts": $json}""")
            }
        }
    }

    @Test
    fun `an unknown field has a hint`() {
        val error = assertThrows<TuoyuException> { book.institution("""{"natrue": "nonprofit"}""") }
        assertEquals(ErrorCode.UNKNOWN_FIELD, error.code)
        assertEquals("natrue", error.path)
        assertEquals("did you mean `nature`?", error.hint)
        assertEquals("没有这个字段", error.message)
        assertEquals(error.message, error.text.zh)
        assertEquals("no such field: natrue", error.text.en)
        assertNull(error.line)
        assertEquals(
            "org.tuoyu.TuoyuException: natrue: 没有这个字段 (no such field: natrue) [did you mean `nature`?]",
            error.toString(),
        )
    }

    @Test
    fun `what cannot be read says where`() {
        val lease = company.copy(leaseFrom = day, leaseUntil = day.minusDays(1))
        assertFails(ErrorCode.CONFLICT, "lease_until") { book.register(lease, day) }
        assertFails(ErrorCode.OUT_OF_RANGE, "places") { book.register(company.copy(places = Int.MAX_VALUE), day) }
        assertFails(ErrorCode.OUT_OF_RANGE, "storey") { book.register(company.copy(storey = 0), day) }
        assertFails(ErrorCode.UNKNOWN_JURISDICTION, "jurisdiction") { book.register(company.copy(jurisdiction = "张店"), day) }
        assertFails(ErrorCode.UNKNOWN_JURISDICTION, "jurisdiction") { book.goals("37030", day) }
        assertFails(ErrorCode.BAD_CREDIT_CODE, "credit_code") { book.register(company.copy(creditCode = "1"), day) }
        assertFails(ErrorCode.WRONG_TYPE, "places") { book.institution("""{"places": "90"}""") }
        assertFails(ErrorCode.UNKNOWN_WORD, "nature") { book.institution("""{"nature": "charity"}""") }
        assertFails(ErrorCode.DUPLICATE_FIELD, "filed") { book.institution("""{"filed": true, "filed": true}""") }
        assertFails(ErrorCode.BAD_JSON, "") { book.institution("{") }
    }

    @Test
    fun `a day that the library does not know says where`() {
        for (far in listOf(LocalDate.of(2200, 1, 1), LocalDate.of(10_000, 1, 1), LocalDate.MAX, LocalDate.MIN)) {
            assertFails(ErrorCode.OUT_OF_RANGE, "as_of") { book.register(company, far) }
            assertFails(ErrorCode.OUT_OF_RANGE, "as_of") { book.seats("370303", far) }
            assertFails(ErrorCode.OUT_OF_RANGE, "as_of") { book.assessAll(listOf(company), far) }
            assertFails(ErrorCode.OUT_OF_RANGE, "lease_from") { book.register(company.copy(leaseFrom = far), day) }
        }
    }

    @Test
    fun `a broken policy file is named with its line`() {
        val texts = book.texts()
        val broken =
            texts.map { file ->
                val text = file.text.replaceFirst("register = [\"establishment\"", "register = [\"establishmnt\"")
                if (file.name == "370303/zhangdian-2021-8.md") file.copy(text = text) else file
            }
        val line = lineOf("establishmnt", broken)
        val error = assertThrows<TuoyuException> { PolicyBook.parse(broken) }
        assertEquals(ErrorCode.UNKNOWN_DEPARTMENT, error.code, error.toString())
        assertTrue(error.path.startsWith("370303/zhangdian-2021-8.md"), error.path)
        assertEquals(line, error.line)
        assertEquals("did you mean `establishment`?", error.hint)
        assertFails(ErrorCode.BAD_POLICY, "own.md") { PolicyBook.parse(texts + PolicyText("own.md", "# 标题\n\n没有内容\n")) }
    }

    private fun lineOf(
        word: String,
        texts: List<PolicyText>,
    ) = texts
        .single { word in it.text }
        .text
        .lines()
        .indexOfFirst { word in it } + 1

    @Test
    fun `a book is made again from its texts`() {
        PolicyBook.parse(book.texts()).use {
            assertEquals(book.sha256(), it.sha256())
            assertEquals(book.edition(), it.edition())
            assertEquals(book.assess(company, day), it.assess(company, day))
            it.check()
        }
        assertEquals("0.1.0", book.version())
    }

    @Test
    fun `a text of 10 MB is an error`() {
        val long = "长".repeat(10_000_000 / 3)
        assertFails(ErrorCode.TOO_LONG, "credit_code") { book.register(company.copy(creditCode = long), day) }
        assertFails(ErrorCode.TOO_LONG, "jurisdiction") { book.register(company.copy(jurisdiction = long), day) }
        assertFails(ErrorCode.UNKNOWN_JURISDICTION, "jurisdiction") { book.goals(long, day) }
        assertFails(ErrorCode.TOO_LONG, "query") { book.responsible(long, "370303", day) }
        assertFails(ErrorCode.UNKNOWN_TARGET, "target") { book.whatIf(long, company, day) }
        assertFails(ErrorCode.TOO_LONG, "") { book.ask(long) }
        assertFails(ErrorCode.TOO_LONG, "") { book.institution(long) }
        assertFails(ErrorCode.TOO_LONG, "own.md") { PolicyBook.parse(listOf(PolicyText("own.md", long))) }
    }

    @Test
    fun `an empty text is an error or finds nothing`() {
        assertFails(ErrorCode.BAD_CREDIT_CODE, "credit_code") { book.register(company.copy(creditCode = ""), day) }
        assertFails(ErrorCode.UNKNOWN_JURISDICTION, "jurisdiction") { book.register(company.copy(jurisdiction = ""), day) }
        assertFails(ErrorCode.UNKNOWN_JURISDICTION, "jurisdiction") { book.goals("", day) }
        assertFails(ErrorCode.UNKNOWN_TARGET, "target") { book.whatIf("", company, day) }
        assertFails(ErrorCode.BAD_JSON, "") { book.ask("") }
        assertFails(ErrorCode.BAD_JSON, "") { book.institution("") }
        assertThrows<TuoyuException> { PolicyBook.parse(listOf(PolicyText("", ""))) }
        assertEquals(emptyList<ResponsibleUnits>(), book.responsible("", "370303", day).named)
        PolicyBook.parse(emptyList()).use { assertEquals(ScopeState.OUT_OF_SCOPE, it.register(Institution(), day).scope.state) }
    }

    @Test
    fun `half of a surrogate pair is an error as any other text`() {
        assertFails(ErrorCode.UNKNOWN_JURISDICTION, "jurisdiction") { book.goals("\uD83D", day) }
        assertFails(ErrorCode.BAD_CREDIT_CODE, "credit_code") { book.register(company.copy(creditCode = "\uDE00"), day) }
        assertEquals(emptyList<String>(), book.responsible("\uD83D👶", "370303", day).matters)
    }

    @Test
    fun `records with the same content are equal`() {
        assertEquals(company, company.copy())
        assertEquals(company.hashCode(), company.copy().hashCode())
        assertNotEquals(company, company.copy(filed = false))
        assertEquals(book.assess(company, day), book.assess(company, day))
        assertEquals(book.assess(company, day).hashCode(), book.assess(company, day).hashCode())
    }

    @Test
    fun `a book that is closed refuses`() {
        val closed = PolicyBook.bundled()
        closed.close()
        closed.close()
        assertThrows<IllegalStateException> { closed.edition() }
    }

    @Test
    fun `one book serves many threads`() {
        val expected = book.assess(company, day)
        val pool = Executors.newFixedThreadPool(4)
        try {
            val found = pool.invokeAll(List(16) { Callable { book.assess(company, day) } })
            found.forEach { assertEquals(expected, it.get()) }
        } finally {
            pool.shutdown()
        }
    }

    private fun assertFails(
        code: ErrorCode,
        path: String,
        ask: () -> Unit,
    ) {
        val error = assertThrows<TuoyuException> { ask() }
        assertEquals(code to path, error.code to error.path, error.toString())
        assertTrue(error.text.zh.length in 1..200 && error.text.en.length in 1..400, error.toString())
    }
}
