package org.tuoyu

import com.google.gson.JsonObject
import java.time.LocalDate

/** The fields of a request, as typed calls take them. */
class Asked(
    private val request: JsonObject,
) {
    val question = text("question")
    val asOf: LocalDate = LocalDate.parse(text("as_of"))
    val facts = request["facts"]?.toString() ?: "{}"
    val dossier = request["dossier"]?.toString()
    val query = text("query")
    val jurisdiction = text("jurisdiction")
    val target = text("target")
    val workingDays get() = request["working_days"].asInt
    val event get() = Event.valueOf(text("event").uppercase())
    val kind get() = LetterKind.valueOf(text("kind").uppercase())
    val details get() = (request["details"] as? JsonObject)?.let(::details) ?: LetterDetails()
    val format get() = Format.valueOf(text("format").ifEmpty { "text" }.uppercase())

    private fun details(given: JsonObject): LetterDetails {
        fun text(name: String) = given[name]?.asString

        fun day(name: String) = text(name)?.let(LocalDate::parse)
        return LetterDetails(text("name"), text("address"), text("number"), day("cure_by"), day("signed_on"), text("template"))
    }

    private fun text(name: String) = request[name]?.asString.orEmpty()
}

/** Asks the questions of the vectors by their typed calls; once in Kotlin and once in Java. */
interface Caller {
    fun ask(request: String): String

    /** The record that answers, or the text. */
    fun answer(asked: Asked): Any
}

/** Asks as Kotlin does. */
class KotlinCaller(
    private val book: PolicyBook,
) : Caller {
    override fun ask(request: String) = book.ask(request)

    override fun answer(asked: Asked): Any {
        val asOf = asked.asOf
        val place = asked.jurisdiction
        val facts by lazy { book.institution(asked.facts) }
        val given by lazy { asked.dossier?.let(book::dossier) }
        val dossier by lazy { given ?: Dossier() }
        return when (asked.question) {
            "register" -> book.register(facts, asOf)
            "supports" -> book.supports(facts, asOf)
            "review" -> book.review(facts, dossier, asOf)
            "notice" -> book.notice(facts, dossier, asOf, asked.format)
            "acknowledgement" -> book.acknowledgement(facts, dossier, asOf, asked.format)
            "basic_conditions" -> book.basicConditions(facts, dossier, asOf, asked.format)
            "letter" -> book.letter(asked.kind, facts, dossier, asOf, asked.details)
            "duties_after" -> book.dutiesAfter(asked.event, facts, asOf)
            "deadline" -> Calendar.bundled().use { it.deadline(asOf, asked.workingDays, startCounts = false) }
            "credit_code" -> book.creditCode(asked.query)
            "what_if" -> given?.let { book.whatIfFiling(asked.target, facts, it, asOf) } ?: book.whatIf(asked.target, facts, asOf)
            "assess" -> assess(facts, given, asOf)
            "explain" -> given?.let { book.explainFiling(facts, it, asOf, asked.format) } ?: book.explain(facts, asOf, asked.format)
            "receipt" -> if (given == null) book.receipt(facts, asOf) else assess(facts, given, asOf).receipt
            "responsible" -> book.responsible(asked.query, place, asOf)
            "era" -> book.era(place, asOf)
            "goals" -> book.goals(place, asOf)
            "seats" -> book.seats(place, asOf)
            "clauses" -> book.clauses(place, asOf)
            "departments" -> book.departments(place, asOf)
            else -> throw IllegalArgumentException("no such question: ${asked.question}")
        }
    }

    private fun assess(
        facts: Institution,
        dossier: Dossier?,
        asOf: LocalDate,
    ) = dossier?.let { book.assessFiling(facts, it, asOf) } ?: book.assessAll(listOf(facts), asOf).single()
}
