package org.tuoyu

/**
 * Input that cannot be read (输入有误): the one exception of an answer, unchecked. "No" is never an exception; it is an
 * answer.
 *
 * The [message] is short Chinese that may be shown to a citizen; [text] has the English beside it.
 *
 * @property code what is wrong; the names are stable
 * @property path where: a field such as `lease_until` or `[3].places`, or a policy file and its clause
 * @property line the line of the policy file, counted from 1, where there is one
 * @property text what was found and what was expected, in Chinese and in English
 * @property hint how to cure it in English, for instance the field that was probably meant
 * @property hintZh how to cure it, in Chinese
 * @property errors every fault of a record, also the first one, whose parts are those of the exception
 */
class TuoyuException internal constructor(
    val code: ErrorCode,
    val path: String,
    val line: Int?,
    val text: Text,
    val hint: String?,
    val hintZh: String?,
    errors: List<Fault>,
) : RuntimeException(text.zh) {
    val errors: List<Fault> = errors.ifEmpty { listOf(Fault(code, path, line, text, hint, hintZh)) }

    internal fun failure(): Failure = Failure.Input(code, path, line, text, hint, hintZh, errors)

    /** Path, line, both languages and the hint, for a log. */
    override fun toString(): String {
        val place = listOfNotNull(path.ifEmpty { null }, line).joinToString(":")
        val said = "${text.zh} (${text.en})" + hint?.let { " [$it]" }.orEmpty()
        return listOf(javaClass.name, place, said).filter { it.isNotEmpty() }.joinToString(": ")
    }

    /** @suppress */
    companion object ErrorHandler : UniffiRustCallStatusErrorHandler<TuoyuException> {
        internal fun of(failure: Failure): TuoyuException =
            when (failure) {
                is Failure.Input -> {
                    failure.run { TuoyuException(code, path, line, message, hint, hintZh, errors) }
                }
            }

        override fun lift(error_buf: RustBuffer.ByValue): TuoyuException = of(FfiConverterTypeFailure.lift(error_buf))
    }
}
