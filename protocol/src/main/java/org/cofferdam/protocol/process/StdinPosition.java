package org.cofferdam.protocol.process;

/**
 * How far a process's standard input has come.
 *
 * @param position how many bytes it has got in all: they are in its pipe, whether it has read them or not
 * @param skipped how many of the bytes that were just sent it had got before
 */
public record StdinPosition(long position, long skipped) {}
