package org.tuoyu

import java.time.LocalDate

/** The questions of the vectors; asked once in Kotlin and once in Java. */
interface Caller {
    fun ask(request: String): String

    fun register(
        facts: String,
        asOf: LocalDate,
    ): Registration

    fun supports(
        facts: String,
        asOf: LocalDate,
    ): Supports

    fun review(
        facts: String,
        dossier: String,
        asOf: LocalDate,
    ): Review

    fun dutiesAfter(
        event: Event,
        facts: String,
        asOf: LocalDate,
    ): FollowUps

    fun deadline(
        start: LocalDate,
        workingDays: Int,
    ): Deadline

    fun creditCode(text: String): CreditCode

    fun whatIf(
        target: String,
        facts: String,
        asOf: LocalDate,
    ): WhatIf

    fun whatIfFiling(
        target: String,
        facts: String,
        dossier: String,
        asOf: LocalDate,
    ): WhatIf

    fun assess(
        facts: String,
        asOf: LocalDate,
    ): Assessment

    fun assessFiling(
        facts: String,
        dossier: String,
        asOf: LocalDate,
    ): Assessment

    fun responsible(
        query: String,
        jurisdiction: String,
        asOf: LocalDate,
    ): Responsibility

    fun goals(
        jurisdiction: String,
        asOf: LocalDate,
    ): Goals

    fun seats(
        jurisdiction: String,
        asOf: LocalDate,
    ): Seats

    fun clauses(
        jurisdiction: String,
        asOf: LocalDate,
    ): Clauses

    fun departments(
        jurisdiction: String,
        asOf: LocalDate,
    ): Departments
}

/** Asks as Kotlin does. */
class KotlinCaller(
    private val book: PolicyBook,
) : Caller {
    override fun ask(request: String) = book.ask(request)

    override fun register(
        facts: String,
        asOf: LocalDate,
    ) = book.register(book.institution(facts), asOf)

    override fun supports(
        facts: String,
        asOf: LocalDate,
    ) = book.supports(book.institution(facts), asOf)

    override fun review(
        facts: String,
        dossier: String,
        asOf: LocalDate,
    ) = book.review(book.institution(facts), book.dossier(dossier), asOf)

    override fun dutiesAfter(
        event: Event,
        facts: String,
        asOf: LocalDate,
    ) = book.dutiesAfter(event, book.institution(facts), asOf)

    override fun deadline(
        start: LocalDate,
        workingDays: Int,
    ) = Calendar.bundled().use { it.deadline(start, workingDays, startCounts = false) }

    override fun creditCode(text: String) = book.creditCode(text)

    override fun whatIf(
        target: String,
        facts: String,
        asOf: LocalDate,
    ) = book.whatIf(target, book.institution(facts), asOf)

    override fun whatIfFiling(
        target: String,
        facts: String,
        dossier: String,
        asOf: LocalDate,
    ) = book.whatIfFiling(target, book.institution(facts), book.dossier(dossier), asOf)

    override fun assess(
        facts: String,
        asOf: LocalDate,
    ) = book.assessAll(listOf(book.institution(facts)), asOf).single()

    override fun assessFiling(
        facts: String,
        dossier: String,
        asOf: LocalDate,
    ) = book.assessFiling(book.institution(facts), book.dossier(dossier), asOf)

    override fun responsible(
        query: String,
        jurisdiction: String,
        asOf: LocalDate,
    ) = book.responsible(query, jurisdiction, asOf)

    override fun goals(
        jurisdiction: String,
        asOf: LocalDate,
    ) = book.goals(jurisdiction, asOf)

    override fun seats(
        jurisdiction: String,
        asOf: LocalDate,
    ) = book.seats(jurisdiction, asOf)

    override fun clauses(
        jurisdiction: String,
        asOf: LocalDate,
    ) = book.clauses(jurisdiction, asOf)

    override fun departments(
        jurisdiction: String,
        asOf: LocalDate,
    ) = book.departments(jurisdiction, asOf)
}
