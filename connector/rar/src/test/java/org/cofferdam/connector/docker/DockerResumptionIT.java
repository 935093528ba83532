package org.cofferdam.connector.docker;

import org.cofferdam.connector.contract.PlatformUnderTest;
import org.cofferdam.connector.contract.ResumptionContract;

class DockerResumptionIT extends ResumptionContract {

    @Override
    protected PlatformUnderTest platform() throws Exception {
        return new DockerUnderTest();
    }
}
