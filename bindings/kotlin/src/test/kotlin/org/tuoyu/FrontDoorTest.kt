package org.tuoyu

import org.junit.jupiter.api.Test
import java.time.LocalDate

/** The Kotlin examples of the project's front page. */
class FrontDoorTest {
    @Test
    fun `the English page`() {
        val book = PolicyBook.bundled()
        val company = Institution(jurisdiction = "370303", legalForm = LegalForm.ENTERPRISE, filed = false)
        val asOf = LocalDate.of(2022, 9, 1)

        val registration = book.register(company, asOf)
        check(registration.message.zh == "登记：到区行政审批服务局（条文也列区市场监管局）登记")

        val price = book.supports(company, asOf).findings.first { it.id == "price-electricity" }
        check(price.status == Status.UNMET)
        check(price.reasons[0].fact == "filed")
        check(price.citations[0].clause == "三（一）")
    }

    @Test
    fun `the Chinese page`() {
        val book = PolicyBook.bundled()
        val company = Institution(jurisdiction = "370303", legalForm = LegalForm.ENTERPRISE, filed = false)
        val registration = book.register(company, LocalDate.of(2022, 9, 1))
        check(registration.message.zh == "登记：到区行政审批服务局（条文也列区市场监管局）登记")
    }
}
